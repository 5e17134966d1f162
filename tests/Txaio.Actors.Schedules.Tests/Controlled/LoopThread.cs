using Own = System.Threading.Thread;

namespace Txaio.Actors.Loops.OwnThread;

/// <summary>
/// In the dispatcher of one thread, stands for .NET's thread. Coyote controls no thread that is started with
/// UnsafeStart, loses a thread that gets a name, and does not know a spin.
/// </summary>
internal sealed class Thread
{
    private readonly Own _thread;
    private readonly bool _isOfSchedule = Schedules.Tests.Schedules.IsRunning;

    public Thread(ThreadStart start) => _thread = new Own(() =>
    {
        Schedules.Tests.Schedules.IsRunning = _isOfSchedule;
        start();
    });

    public bool IsBackground
    {
        get => _thread.IsBackground;
        set => _thread.IsBackground = value;
    }

    public string? Name { get; set; }

    public static void SpinWait(int iterations) => Threading.StressPoint.Here();

    public void UnsafeStart() => _thread.Start();
}

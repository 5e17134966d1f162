using Own = System.Threading.Thread;

namespace Txaio.Actors.Scheduling.Sleeping;

/// <summary>
/// In the sleeping scheduler, stands for .NET's thread. Coyote controls no thread that is started with UnsafeStart, and
/// loses a thread that gets a name.
/// </summary>
internal sealed class Thread
{
    [ThreadStatic]
    private static Thread? _current;

    private readonly Own _thread;
    private readonly bool _isOfSchedule = Schedules.Tests.Schedules.IsRunning;

    public Thread(ThreadStart start) => _thread = new Own(() =>
    {
        _current = this;
        Schedules.Tests.Schedules.IsRunning = _isOfSchedule;
        start();
    });

    public static Thread? CurrentThread => _current;

    public bool IsBackground
    {
        get => _thread.IsBackground;
        set => _thread.IsBackground = value;
    }

    public string? Name { get; set; }

    public void UnsafeStart() => _thread.Start();

    public void Join() => _thread.Join();
}

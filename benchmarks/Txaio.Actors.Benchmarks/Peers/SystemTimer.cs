using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>One <see cref="Timer"/> for each call.</summary>
internal sealed class SystemTimer() : TimerSubject("System.Threading.Timer")
{
    private readonly Counter _counter = new();
    private Timer?[] _timers = [];

    public override long Fired => _counter.Count;

    public override void MakeRoom(int count) => _timers = Memory.Room<Timer?>(count);

    protected override void ScheduleChunk(ReadOnlySpan<TimeSpan> delays, int first)
    {
        var timers = _timers.AsSpan(first, delays.Length);
        for (var i = 0; i < delays.Length; i++)
        {
            timers[i] = new Timer(
                static counter => ((Counter)counter!).HitFromAnyThread(), _counter, delays[i],
                Timeout.InfiniteTimeSpan);
        }
    }

    protected override void CancelChunk(ReadOnlySpan<int> order)
    {
        foreach (var index in order)
            _timers[index]!.Dispose();
    }

    public override void Dispose() => _timers = [];
}

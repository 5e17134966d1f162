using DotNetty.Common.Utilities;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>DotNetty's wheel with its default settings, and one task object for all calls.</summary>
internal sealed class DotNettyWheel() : TimerSubject("DotNetty's wheel")
{
    private readonly HashedWheelTimer _wheel = new();
    private readonly CountingTask _task = new();
    private ITimeout[] _timeouts = [];

    public override long Fired => _task.Counter.Count;

    public override void MakeRoom(int count) => _timeouts = Memory.Room<ITimeout>(count);

    protected override void ScheduleChunk(ReadOnlySpan<TimeSpan> delays, int first)
    {
        var timeouts = _timeouts.AsSpan(first, delays.Length);
        for (var i = 0; i < delays.Length; i++)
            timeouts[i] = _wheel.NewTimeout(_task, delays[i]);
    }

    protected override void CancelChunk(ReadOnlySpan<int> order)
    {
        var cancelled = 0;
        foreach (var index in order)
        {
            if (_timeouts[index].Cancel())
                cancelled++;
        }

        BenchmarkFailedException.ThrowUnlessEqual(order.Length, cancelled, "DotNetty timeouts cancelled");
    }

    public override void Dispose() => _wheel.StopAsync().Wait();

    private sealed class CountingTask : ITimerTask
    {
        public Counter Counter { get; } = new();

        public void Run(ITimeout timeout) => Counter.HitFromAnyThread();
    }
}

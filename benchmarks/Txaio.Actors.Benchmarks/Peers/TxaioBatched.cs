using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Our batched timer, with a static callback.</summary>
internal sealed class TxaioBatched(ITxaio txaio, TimeSpan bucket, int chunkSize = 1_000) : TimerSubject("batched timer")
{
    private readonly IBatchedTimer _timer = txaio.MakeBatchedTimer(bucket, chunkSize);
    private readonly Counter _counter = new();
    private DelayedCall[] _calls = [];

    public override long Fired => _counter.Count;

    public long Pending => _timer.PendingCalls;

    public override TimeSpan SchedulingTime => TimeSpan.FromMicroseconds(0.5);

    public override void MakeRoom(int count) => _calls = Memory.Room<DelayedCall>(count);

    protected override void ScheduleChunk(ReadOnlySpan<TimeSpan> delays, int first)
    {
        var calls = _calls.AsSpan(first, delays.Length);
        for (var i = 0; i < delays.Length; i++)
            calls[i] = _timer.CallLater(delays[i], static counter => counter.Hit(), _counter);
    }

    protected override void CancelChunk(ReadOnlySpan<int> order)
    {
        var cancelled = 0;
        foreach (var index in order)
        {
            if (_calls[index].Cancel())
                cancelled++;
        }

        BenchmarkFailedException.ThrowUnlessEqual(order.Length, cancelled, "batched calls cancelled");
    }

    public override Firing Plan(TimeSpan lead)
    {
        var now = txaio.Loop.Time;
        var buckets = (now + lead).Ticks / bucket.Ticks;
        var due = TimeSpan.FromTicks((buckets + 1) * bucket.Ticks);
        // A quarter into the bucket, so that calls scheduled a little later are still in it.
        return new Firing(due + (bucket / 4) - now, due - now);
    }

    public override void Dispose() => _timer.Dispose();
}

using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Our <c>CallLater</c>, not batched, with a static callback.</summary>
internal sealed class TxaioCallLater(ITxaio txaio) : TimerSubject("CallLater")
{
    private readonly Counter _counter = new();
    private DelayedCall[] _calls = [];

    public override long Fired => _counter.Count;

    public override void MakeRoom(int count) => _calls = Memory.Room<DelayedCall>(count);

    protected override void ScheduleChunk(ReadOnlySpan<TimeSpan> delays, int first)
    {
        var calls = _calls.AsSpan(first, delays.Length);
        for (var i = 0; i < delays.Length; i++)
            calls[i] = txaio.CallLater(delays[i], static counter => counter.Hit(), _counter);
    }

    protected override void CancelChunk(ReadOnlySpan<int> order)
    {
        var cancelled = 0;
        foreach (var index in order)
        {
            if (_calls[index].Cancel())
                cancelled++;
        }

        BenchmarkFailedException.ThrowUnlessEqual(order.Length, cancelled, "calls cancelled");
    }

    public override void Dispose()
    {
    }
}

using Txaio.Actors.Loops.Delayed;

namespace Txaio.Actors.Timers.Buckets;

/// <content>Resets calls: a call with a new due time moves to another bucket.</content>
internal sealed partial class BatchedTimer
{
    // The resetting thread holds this lock while a call moves to another bucket: see MovedCalls.
    private readonly object _moving = new();

    /// <summary>Gives a call a new due time.</summary>
    /// <param name="home">The bucket that the call was scheduled into.</param>
    /// <param name="handle">The user's handle.</param>
    /// <param name="delay">The time until the call is due.</param>
    /// <returns>False when the call is not pending.</returns>
    public bool Reset(Bucket home, in DelayedCall handle, TimeSpan delay)
    {
        SlotCall call;
        lock (_moving)
        {
            var now = home.Moved?.Find(handle) ?? handle;
            if (!now.IsActive || Buckets.Bucket.Of(now) is not { } bucket)
                return false;
            var index = IndexOf(delay);
            if (bucket.Index == index && bucket.IsOpen)
                return true;
            // The table is written before the call leaves its slot: a thread that cancels the call meanwhile finds the
            // table, and waits for the end of the move.
            var moved = home.Moved ??= new MovedCalls(_moving);
            if (!bucket.TryTakeOut(now, out call))
                return false;
            if (TryMove(index, call, out var next))
            {
                moved.Put(handle, next);
                return true;
            }
        }

        TokenCall.Dropped(call.Callback);
        return false;
    }

    private bool TryMove(long index, in SlotCall call, out DelayedCall next)
    {
        try
        {
            var added = ScheduleIn(index, call.Invoker, call.Callback, call.State);
            next = Buckets.Bucket.Of(added)?.AliasOf(added) ?? default;
            return true;
        }
        catch (Exception e) when (e is LoopTerminatedException or ObjectDisposedException)
        {
            next = default;
            return false;
        }
    }

    private long IndexOf(TimeSpan delay)
    {
        if (delay == Timeout.InfiniteTimeSpan)
            return NeverIndex;
        var ticks = Math.Max(0, delay.Ticks);
        return _coarse ? IndexFrom(_clock.Earliest() + ticks, ticks) : ExactIndex(ticks);
    }
}

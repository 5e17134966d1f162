namespace Txaio.Actors.Tests.Timers;

/// <summary>
/// Compares random schedules, cancels and steps of time with a simple model. Each call that is not cancelled runs
/// exactly once, within its window. No call runs after its Cancel has returned true.
/// </summary>
public sealed class BatchedTimerModelTests : TimersTestBase
{
    private readonly List<Call> _calls = [];
    private bool _full;

    // The seed, the bucket in ms, the chunk size, the rounding, and the longest delay in ms.
    public static TheoryData<int, double, int, BucketRounding, int> Timers => new()
    {
        { 1, 1000, 100, BucketRounding.Down, 5000 },
        { 2, 1000, 3, BucketRounding.Up, 5000 },
        { 3, 200, 1, BucketRounding.Down, 60_000 },
        { 4, 7.3, 2, BucketRounding.Up, 300 },
        { 5, 0.5, 1, BucketRounding.Down, 100 },
        { 6, 3, 1000, BucketRounding.Down, 100_000 },
        { 7, 5000, 10, BucketRounding.Down, 20_000 },
    };

    [Theory]
    [MemberData(nameof(Timers))]
    public void Calls_run_exactly_once_in_their_window_unless_cancelled(
        int seed, double bucket, int chunkSize, BucketRounding rounding, int longest)
    {
        var random = new Random(seed);
        var timer = Api.MakeBatchedTimer(Milliseconds(bucket), chunkSize, rounding);
        for (var step = 0; step < 2000; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    Schedule(timer, random, longest);
                    break;
                case < 8 when _calls.Count > 0:
                    Cancel(_calls[random.Next(_calls.Count)]);
                    break;
                default:
                    Time.Advance(Milliseconds(random.NextDouble() * longest / 50));
                    break;
            }

            Assert.Equal(_calls.Count(static call => call.IsPending), timer.PendingCalls);
        }

        _full = true;
        Time.Advance(Milliseconds(longest + (3 * bucket)));

        Assert.Equal(0, timer.PendingCalls);
        Assert.All(_calls, call => AssertRanInItsWindow(call, Milliseconds(bucket), rounding));
        Assert.Contains(_calls, static call => call.Cancelled);
        Assert.Contains(_calls, static call => call.RanAt is not null);
        Assert.Empty(ChildrenOf(timer.Ref.Path.ToStringWithoutAddress()));
        Assert.Equal(0, SchedulerEntries);
    }

    private static void AssertRanInItsWindow(Call call, TimeSpan bucket, BucketRounding rounding)
    {
        Assert.Equal(call.Cancelled, call.RanAt is null);
        if (call.RanAt is not { } at)
            return;
        var key = rounding == BucketRounding.Down
            ? call.Due.Ticks / bucket.Ticks * bucket.Ticks
            : (call.Due.Ticks + bucket.Ticks - 1) / bucket.Ticks * bucket.Ticks;
        // A bucket fires from its due time on, or at once when it is made later. Its chunks end within its length.
        var start = Math.Max(key, call.ScheduledAt.Ticks);
        Assert.InRange(at.Ticks, key, start + bucket.Ticks - 1);
        if (rounding == BucketRounding.Up)
            Assert.True(at >= call.Due);
    }

    private void Schedule(IBatchedTimer timer, Random random, int longest)
    {
        var delay = Milliseconds((random.NextDouble() * longest) - (longest / 20.0));
        var due = Time.Elapsed + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay);
        var call = new Call { ScheduledAt = Time.Elapsed, Due = due };
        // Some calls cancel another call, and some schedule a new call.
        var running = random.Next(10);
        var victim = _calls.Count > 0 ? _calls[random.Next(_calls.Count)] : null;
        call.Handle = timer.CallLater(delay, () =>
        {
            Assert.Null(call.RanAt);
            call.RanAt = Time.Elapsed;
            if (running == 0 && victim is not null)
                Cancel(victim);
            if (running == 1 && !_full)
                Schedule(timer, random, longest);
        });
        Assert.True(call.Handle.IsActive);
        _calls.Add(call);
    }

    private static void Cancel(Call call)
    {
        var was = call.IsPending;
        Assert.Equal(was, call.Handle.IsActive);
        Assert.Equal(was, call.Handle.Cancel());
        Assert.False(call.Handle.IsActive);
        call.Cancelled |= was;
    }

    private sealed class Call
    {
        public TimeSpan ScheduledAt { get; init; }

        public TimeSpan Due { get; init; }

        public DelayedCall Handle { get; set; }

        public TimeSpan? RanAt { get; set; }

        public bool Cancelled { get; set; }

        public bool IsPending => RanAt is null && !Cancelled;
    }
}

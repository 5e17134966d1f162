using System.Runtime.CompilerServices;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Tests.Timers;

/// <summary>Repeated calls, on loops and on batched timers.</summary>
public sealed class CallRepeatedlyTests() : TimersTestBase("txaio.loops.small.capacity = 1")
{
    public static TheoryData<string> Kinds => ["loop", "batched"];

    private IEnumerable<double> Times => Ran.Select(static run => run.At);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Callback_runs_at_each_tick_until_it_is_cancelled(string kind)
    {
        var call = Repeat(kind, 10, Note("run"));
        Assert.Equal(Seconds(10), call.Interval);
        Time.Advance(Seconds(35));
        Assert.Equal([10, 20, 30], Times);
        Assert.Equal(3, call.Runs);
        Assert.True(call.IsActive);

        Assert.True(call.Cancel());

        Assert.False(call.Cancel());
        Assert.False(call.IsActive);
        Time.Advance(Seconds(100));
        Assert.Equal(3, Ran.Count);
        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void First_run_is_now_where_that_is_asked_for(string kind)
    {
        using var call = Repeat(kind, 10, Note("run"), runNow: true);
        Time.Advance(Seconds(25));

        Assert.Equal([0, 10, 20], Times);
    }

    [Fact]
    public void Late_runs_do_not_move_the_ticks() =>
        Assert.Equal([(10, 1), (20, 1), (30, 1), (40, 1)], Runs(MissedTicks.Skip, 4, spent: 3, late: 2));

    [Fact]
    public void Missed_ticks_are_skipped_and_counted()
    {
        Assert.Equal([(10, 1), (40, 3), (70, 3)], Runs(MissedTicks.Skip, 3, spent: 25, late: 0));
        Assert.Equal([(10, 3), (40, 3), (70, 3)], Runs(MissedTicks.Skip, 3, spent: 0, late: 25));
    }

    /// <summary>The ticks are counted from the start of the call, and not from that of the clock.</summary>
    [Fact]
    public void Ticks_of_a_call_that_begins_later_are_the_same()
    {
        Assert.Equal([(1013, 1), (1043, 3), (1073, 3)], Runs(MissedTicks.Skip, 3, spent: 25, late: 0, start: 1003));
        Assert.Equal([(1013, 3), (1043, 3), (1073, 3)], Runs(MissedTicks.Skip, 3, spent: 0, late: 25, start: 1003));
        Assert.Equal([(1013, 1), (1038, 1), (1063, 1)], Runs(MissedTicks.CatchUp, 3, spent: 25, late: 0, start: 1003));
    }

    [Fact]
    public void Missed_ticks_are_caught_up_one_by_one() =>
        Assert.Equal([(10, 1), (35, 1), (60, 1), (85, 1)], Runs(MissedTicks.CatchUp, 4, spent: 25, late: 0));

    // Returns the due time and the count of each run. The clock moves only by the time that a callback spends and by
    // the time that each run is late.
    private static List<(long Armed, long Count)> Runs(
        MissedTicks missed, int runs, long spent, long late, long start = 0)
    {
        var now = start;
        var due = 0L;
        RepeatedRuns? armed = null;
        var ran = new List<(long, long)>();
        Action<long> callback = count =>
        {
            ran.Add((due, count));
            now += spent;
        };
        RepeatedRuns.Start(
            () => now,
            (delay, next, _) =>
            {
                (due, armed) = (now + delay.Ticks, next);
                return default;
            },
            RepeatedPlan.Of(TimeSpan.FromTicks(10), callback, missed, runNow: false),
            CancellationToken.None);
        while (ran.Count < runs)
        {
            now = due + late;
            ((ICallback)armed!).Run(null);
        }

        return ran;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Async_runs_never_overlap(string kind)
    {
        var running = 0;
        Func<long, Task> callback = async count =>
        {
            Assert.Equal(1, ++running);
            Note($"{count}")();
            await Api.Sleep(Seconds(25));
            running--;
        };
        using var call = kind == "loop"
            ? Api.CallRepeatedly(Seconds(10), callback)
            : Timer().CallRepeatedly(Seconds(10), callback);
        Time.Advance(Seconds(99));

        Assert.Empty(Unhandled);
        Assert.Equal([10, 40, 70], Times);
        Assert.Equal(["1", "3", "3"], RanNames);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Failing_callback_is_reported_and_runs_again(string kind)
    {
        using var call = Repeat(kind, 10, () =>
        {
            Note("run")();
            throw new InvalidOperationException("failed");
        });
        Time.Advance(Seconds(32));

        Assert.Equal([10, 20, 30], Times);
        Assert.Equal(3, Unhandled.Count);
    }

    [Fact]
    public void Async_failure_is_reported_also_after_an_await_and_the_call_goes_on()
    {
        using var call = Api.CallRepeatedly(Seconds(10), async () =>
        {
            Note("run")();
            await Api.Sleep(Seconds(1));
            throw new InvalidOperationException("failed");
        });
        using var atOnce = Api.CallRepeatedly(
            Seconds(10), () => Task.FromException(new InvalidOperationException("failed")));
        using var none = Api.CallRepeatedly(Seconds(10), () => (Task)null!);
        Time.Advance(Seconds(25));

        Assert.Equal([10, 20], Times);
        Assert.Equal(6, Unhandled.Count);
        Assert.All(Unhandled, static failure => Assert.StartsWith(
            $"callback {typeof(CallRepeatedlyTests).FullName}.", failure.Origin, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Token_ends_the_call(string kind)
    {
        using var source = new CancellationTokenSource();
        var call = Repeat(kind, 10, Note("run"), token: source.Token);
        Time.Advance(Seconds(11));

        source.Cancel();

        Assert.False(call.IsActive);
        Time.Advance(Seconds(100));
        Assert.Equal([10], Times);
        Assert.False(Repeat(kind, 10, Note("never"), token: source.Token).IsActive);
        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
    }

    [Fact]
    public void Token_that_lives_long_keeps_nothing_of_a_call_that_was_cancelled()
    {
        using var source = new CancellationTokenSource();
        var state = Cancelled(source.Token);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(state.IsAlive);
        GC.KeepAlive(source);
    }

    [Fact]
    public void Cancelled_run_is_a_failure_unless_the_token_of_the_call_has_cancelled_it()
    {
        using var source = new CancellationTokenSource();
        using var other = Api.CallRepeatedly(
            Seconds(10),
            () => Task.FromCanceled(new CancellationToken(canceled: true)),
            cancellationToken: source.Token);
        Time.Advance(Seconds(10));
        Assert.IsAssignableFrom<OperationCanceledException>(Assert.Single(Unhandled).Cause);
        other.Cancel();

        using var waits = Api.CallRepeatedly(
            Seconds(10), async () => await Api.Sleep(Seconds(5), source.Token), cancellationToken: source.Token);
        using var fails = Api.CallRepeatedly(
            Seconds(10),
            async () =>
            {
                await Api.Sleep(Seconds(5));
                throw new InvalidOperationException("failed");
            },
            cancellationToken: source.Token);
        Time.Advance(Seconds(12));
        source.Cancel();
        Time.Advance(Seconds(100));

        Assert.Equal("failed", Assert.Single(Unhandled.Skip(1)).Cause.Message);
    }

    [Fact]
    public void Callback_ends_its_own_call()
    {
        RepeatedCall? call = null;
        call = Api.CallRepeatedly(Seconds(1), () =>
        {
            Note("run")();
            if (call!.Runs == 2)
                call.Dispose();
        });
        Time.Advance(Seconds(10));

        Assert.Equal([1, 2], Times);
        Assert.False(call.IsActive);
    }

    [Fact]
    public void Disposed_timer_ends_the_call()
    {
        using var source = new CancellationTokenSource();
        var timer = Timer();
        var call = timer.CallRepeatedly(Seconds(10), Note("run"), cancellationToken: source.Token);
        var async = timer.CallRepeatedly(Seconds(10), async () => await Api.Sleep(Seconds(5)));
        Time.Advance(Seconds(12));
        timer.Dispose();
        Time.Advance(Seconds(100));

        Assert.False(call.IsActive);
        Assert.False(async.IsActive);
        Assert.Single(Ran);
        Assert.Throws<ObjectDisposedException>(() => timer.CallRepeatedly(Seconds(10), Note("run")));
        Assert.Empty(Unhandled);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Ended_loop_ends_the_call(string kind)
    {
        var timer = Timer();
        var call = kind == "loop"
            ? Api.CallRepeatedly(Seconds(10), Note("run"))
            : timer.CallRepeatedly(Seconds(10), Note("run"));
        Sys.Stop(Api.Loop.Ref);
        Time.RunUntilIdle();

        Assert.False(call.IsActive);
        Assert.Throws<LoopTerminatedException>(() => Repeat(kind, 10, Note("run")));
    }

    /// <summary>The calls of a loop itself: <c>LoopCapacityTests</c>.</summary>
    [Fact]
    public void Full_loop_refuses_a_new_call_of_its_timer_and_no_later_run_of_one()
    {
        var small = Sys.Txaio("small");
        var timer = small.MakeBatchedTimer(Seconds(1), rounding: BucketRounding.Up);
        using var call = timer.CallRepeatedly(Seconds(10), () =>
        {
            Note("run")();
            // The next run is scheduled when this callback returns, while the loop is full.
            small.Loop.CallSoon(static () => { });
        });
        Time.Advance(Seconds(35));
        Assert.Equal([10, 20, 30], Times);

        small.Loop.CallSoon(static () => { });

        Assert.Throws<LoopOverloadedException>(() => timer.CallRepeatedly(Seconds(10), static () => { }));
    }

    [Fact]
    public void Arguments_out_of_their_range_are_refused()
    {
        Assert.Throws<ArgumentNullException>("callback", () => Api.CallRepeatedly(Seconds(1), (Action)null!));
        Assert.Throws<ArgumentNullException>("callback", () => Api.CallRepeatedly(Seconds(1), (Func<Task>)null!));
        Assert.Throws<ArgumentNullException>("callback", () => Api.CallRepeatedly(Seconds(1), (Action<long>)null!));
        Assert.Throws<ArgumentNullException>("callback", () => Api.CallRepeatedly(Seconds(1), (Func<long, Task>)null!));
        Assert.Throws<ArgumentOutOfRangeException>("interval", () => Api.CallRepeatedly(TimeSpan.Zero, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "interval", () => Api.CallRepeatedly(Timeout.InfiniteTimeSpan, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>("interval", () => Api.CallRepeatedly(TimeSpan.MaxValue, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "missed", () => Api.CallRepeatedly(Seconds(1), () => { }, (MissedTicks)7));
    }

    [Fact]
    public void Longest_interval_is_allowed() =>
        Assert.True(Api.CallRepeatedly(TimeSpan.FromDays(36_500), () => { }).Cancel());

    [Fact]
    public void Listing_names_the_callback()
    {
        using var call = Api.CallRepeatedly(Seconds(1), Named);

        Assert.Contains(nameof(Named), Assert.Single(TxaioExtension.Get(Sys).GetScheduledCalls()).Description);
        Assert.Contains(nameof(Named), call.ToString());
    }

    [Fact]
    public void Listing_of_a_batched_timers_call_names_the_callback()
    {
        using var call = Timer().CallRepeatedly(Seconds(1), Named);

        Assert.Contains(nameof(Named), Assert.Single(TxaioExtension.Get(Sys).GetScheduledCalls()).Description);
    }

    private static void Named()
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Cancelled(CancellationToken token)
    {
        var state = new object();
        Assert.True(Api.CallRepeatedly(Seconds(10), () => GC.KeepAlive(state), cancellationToken: token).Cancel());
        return new WeakReference(state);
    }

    private IBatchedTimer Timer() => Api.MakeBatchedTimer(Seconds(1), rounding: BucketRounding.Up);

    private RepeatedCall Repeat(
        string kind, double interval, Action callback, bool runNow = false, CancellationToken token = default) =>
        kind == "loop"
            ? Api.CallRepeatedly(Seconds(interval), callback, runNow: runNow, cancellationToken: token)
            : Timer().CallRepeatedly(Seconds(interval), callback, runNow: runNow, cancellationToken: token);
}

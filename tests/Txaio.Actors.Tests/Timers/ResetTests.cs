using CsCheck;

namespace Txaio.Actors.Tests.Timers;

/// <summary>A reset gives a pending call a new due time. The handle stays valid.</summary>
public sealed class ResetTests() : TimersTestBase("txaio.loops.small.capacity = 1")
{
    public static TheoryData<string> Kinds => ["loop", "down", "up"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reset_to_later_delays_the_call(string kind)
    {
        var call = CallLater(kind)(Seconds(10), Note("call"));
        Time.Advance(Seconds(9));

        Assert.True(call.Reset(Seconds(10)));
        Time.Advance(Seconds(9));
        Assert.True(call.IsActive);
        Assert.Empty(Ran);
        Time.Advance(Seconds(2));

        Assert.Equal(["call"], RanNames);
        Assert.InRange(Ran[0].At, 19, 20);
        Assert.False(call.IsActive);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reset_to_earlier_brings_the_call_forward(string kind)
    {
        var call = CallLater(kind)(TimeSpan.FromHours(1), Note("call"));
        Time.Advance(Seconds(1));

        Assert.True(call.Reset(Seconds(2)));
        Time.Advance(Seconds(3));

        Assert.Equal(["call"], RanNames);
        Assert.False(call.Cancel());
        Time.Advance(TimeSpan.FromHours(2));
        Assert.Single(Ran);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Handle_and_its_copies_cancel_a_call_that_was_reset(string kind)
    {
        var call = CallLater(kind)(Seconds(10), Note("call"));
        var copy = call;
        Assert.True(call.Reset(Seconds(30)));
        Time.Advance(Seconds(11));
        Assert.True(copy.Reset(Seconds(40)));
        Assert.Equal(call, copy);

        Assert.True(call.Cancel());

        Assert.False(copy.IsActive);
        Assert.False(copy.Cancel());
        Assert.False(copy.Reset(Seconds(1)));
        Time.Advance(Seconds(100));
        Assert.Empty(Ran);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Many_calls_of_one_time_are_reset_and_cancelled(string kind)
    {
        var callLater = CallLater(kind);
        var calls = Enumerable.Range(0, 200).Select(_ => callLater(Seconds(10), Note("never"))).ToList();
        Assert.All(calls, static call => Assert.True(call.Reset(Seconds(30))));

        Assert.All(calls, static call => Assert.True(call.IsActive));
        Assert.All(calls, static call => Assert.True(call.Cancel()));

        Time.Advance(Seconds(40));
        Assert.Empty(Ran);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reset_of_a_call_that_is_over_is_false(string kind)
    {
        var callLater = CallLater(kind);
        var ran = callLater(Seconds(1), Note("ran"));
        var cancelled = callLater(Seconds(1), Note("cancelled"));
        cancelled.Cancel();
        Time.Advance(Seconds(3));

        Assert.False(ran.Reset(Seconds(1)));
        Assert.False(cancelled.Reset(Seconds(1)));
        Assert.False(default(DelayedCall).Reset(Seconds(1)));
        Time.Advance(Seconds(3));
        Assert.Equal(["ran"], RanNames);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reset_by_the_running_callback_itself_is_false(string kind)
    {
        DelayedCall call = default;
        bool? reset = null;
        call = CallLater(kind)(Seconds(1), () => reset = call.Reset(Seconds(1)));
        Time.Advance(Seconds(5));

        Assert.False(reset);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Due_call_is_reset_by_one_that_runs_before_it(string kind)
    {
        var callLater = CallLater(kind);
        DelayedCall second = default;
        callLater(Seconds(1), () => Assert.True(second.Reset(Seconds(5))));
        second = callLater(Seconds(1), Note("second"));
        Time.Advance(Seconds(3));
        Assert.Empty(Ran);
        Assert.True(second.IsActive);

        Time.Advance(Seconds(5));

        Assert.Equal(["second"], RanNames);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Infinite_calls_are_reset_and_calls_are_reset_to_infinite(string kind)
    {
        var callLater = CallLater(kind);
        var never = callLater(Timeout.InfiniteTimeSpan, Note("armed"));
        var call = callLater(Seconds(1), Note("disarmed"));

        Assert.True(never.Reset(Seconds(2)));
        Assert.True(call.Reset(Timeout.InfiniteTimeSpan));
        Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(["armed"], RanNames);
        Assert.True(call.IsActive);
        Assert.True(call.Reset(TimeSpan.Zero));
        Time.Advance(Seconds(1));
        Assert.Equal(["armed", "disarmed"], RanNames);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Delay_that_is_too_long_throws_and_leaves_the_call_alone(string kind)
    {
        var call = CallLater(kind)(Seconds(1), Note("call"));

        Assert.Throws<ArgumentOutOfRangeException>("delay", () => call.Reset(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => default(DelayedCall).Reset(TimeSpan.MaxValue));
        Time.Advance(Seconds(3));
        Assert.Equal(["call"], RanNames);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_is_told_at_its_new_time(string kind)
    {
        var call = kind == "loop"
            ? Api.CallLater(Seconds(1), TestActor, "message")
            : Timer(kind).CallLater(Seconds(1), TestActor, "message");

        Assert.True(call.Reset(Seconds(10)));
        Time.Advance(Seconds(8));
        ExpectNoMsg(TimeSpan.Zero);
        Time.Advance(Seconds(4));

        ExpectMsg("message");
        Assert.False(call.Reset(Seconds(1)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Token_cancels_a_call_that_was_reset(string kind)
    {
        using var source = new CancellationTokenSource();
        var call = kind == "loop"
            ? Api.CallLater(Seconds(1), Note("call"), source.Token)
            : Timer(kind).CallLater(Seconds(1), Note("call"), source.Token);
        Assert.True(call.Reset(Seconds(10)));
        Time.Advance(Seconds(5));

        source.Cancel();

        Assert.False(call.IsActive);
        Assert.False(call.Reset(Seconds(1)));
        Time.Advance(Seconds(20));
        Assert.Empty(Ran);
    }

    [Fact]
    public void Equal_due_times_run_in_the_order_of_scheduling_and_resetting()
    {
        var first = Api.CallLater(Seconds(5), Note("first"));
        Api.CallLater(Seconds(5), Note("second"));
        Assert.True(first.Reset(Seconds(5)));
        Api.CallLater(Seconds(5), Note("third"));

        Time.Advance(Seconds(5));

        Assert.Equal(["second", "first", "third"], RanNames);
    }

    [Fact]
    public void Full_loop_does_not_refuse_a_reset()
    {
        var small = Sys.Txaio("small");
        var call = small.CallLater(Seconds(1), Note("call"));
        var batched = small.MakeBatchedTimer(Seconds(1)).CallLater(Seconds(1), Note("batched"));
        small.Loop.CallSoon(() => { });
        Assert.Throws<LoopOverloadedException>(() => small.CallLater(Seconds(1), () => { }));

        Assert.True(call.Reset(Seconds(5)));
        Assert.True(batched.Reset(Seconds(6)));
        Time.Advance(Seconds(10));
        Assert.Equal(["call", "batched"], RanNames);
    }

    [Fact]
    public void Disposed_timer_resets_nothing()
    {
        var timer = Timer("down");
        var call = timer.CallLater(Seconds(5), Note("call"));
        var moved = timer.CallLater(Seconds(5), Note("moved"));
        moved.Reset(Seconds(20));
        timer.Dispose();

        Assert.False(call.Reset(Seconds(1)));
        Assert.False(moved.Reset(Seconds(1)));
        Assert.False(moved.IsActive);
        Time.Advance(Seconds(30));
        Assert.Empty(Ran);
    }

    [Fact]
    public void Ended_loop_resets_nothing()
    {
        var call = Api.CallLater(Seconds(5), Note("call"));
        var batched = Timer("up").CallLater(Seconds(5), Note("batched"));
        batched.Reset(Seconds(20));
        Sys.Stop(Api.Loop.Ref);
        Time.RunUntilIdle();

        Assert.False(call.Reset(Seconds(1)));
        Assert.False(batched.Reset(Seconds(1)));
        Assert.False(batched.IsActive);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Resetting_over_and_over_allocates_nothing_and_leaves_no_call_behind(string kind)
    {
        var callLater = CallLater(kind);
        // The other calls keep the timer's buckets alive.
        var calls = Enumerable.Range(1, 20).Select(second => callLater(Seconds(100 + second), () => { })).ToArray();
        var call = callLater(Seconds(101), Note("call"));
        Reset(call, 1_000);

        // What the first resets of a process allocate once does not count.
        Memory.Compare(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Reset(call, 100_000);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000);
        });

        Assert.Equal(21, TxaioExtension.Get(Sys).GetScheduledCalls().Count);
        Assert.InRange(Api.Loop.DelayedCalls.Capacity, 0, 1_000);
        Assert.True(call.IsActive);
        GC.KeepAlive(calls);
    }

    [Theory]
    [InlineData("loop")]
    [InlineData("down")]
    public void Any_sequence_of_changes_runs_each_call_once_when_it_is_due(string kind) =>
        // 0 to 3 schedule a call, 4 and 5 cancel a call, 6 to 8 reset a call, and 9 advances the time.
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1_000], Gen.Int[0, 12]).Array[0, 120]
            .Sample(steps => Check(kind, steps), iter: 300, threads: 1);

    private static void Reset(DelayedCall call, int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (!call.Reset(TimeSpan.FromSeconds(101 + (i % 20))))
                throw new InvalidOperationException("Not reset.");
        }
    }

    private void Check(string kind, (int What, int Which, int Delay)[] steps)
    {
        using var timer = Timer("down");
        Func<TimeSpan, Action, DelayedCall> callLater = kind == "loop" ? Api.CallLater : timer.CallLater;
        var model = new List<Modelled>();
        var expected = new List<int>();
        var ran = new List<int>();
        var changes = 0;
        foreach (var (what, which, delay) in steps)
        {
            // All times are whole seconds, so each bucket of one second is due exactly at the due time of its calls.
            var due = Time.Elapsed + Seconds(delay);
            var call = model.Count == 0 ? null : model[which % model.Count];
            if (what < 4)
            {
                var number = model.Count;
                model.Add(new Modelled(callLater(Seconds(delay), () => ran.Add(number)), due, changes++, number));
            }
            else if (what < 6 && call is not null)
            {
                Assert.Equal(call.IsPending, call.Handle.Cancel());
                call.IsPending = false;
            }
            else if (what < 9 && call is not null)
            {
                Assert.Equal(call.IsPending, call.Handle.Reset(Seconds(delay)));
                (call.Due, call.Order) = (due, changes++);
            }
            else
            {
                AdvanceBoth(Seconds(delay));
            }
        }

        AdvanceBoth(Seconds(20));
        if (kind == "loop")
            Assert.Equal(expected, ran);
        else
            Assert.Equal(expected.Order(), ran.Order());
        Assert.Equal(0, timer.PendingCalls);
        Assert.Equal(0, Api.Loop.GetStatistics().Scheduled);

        void AdvanceBoth(TimeSpan time)
        {
            Time.Advance(time);
            var due = model.Where(call => call.IsPending && call.Due <= Time.Elapsed)
                .OrderBy(call => call.Due).ThenBy(call => call.Order).ToList();
            expected.AddRange(due.Select(call => call.Number));
            due.ForEach(call => call.IsPending = false);
            Assert.All(model, call => Assert.Equal(call.IsPending, call.Handle.IsActive));
        }
    }

    private IBatchedTimer Timer(string kind) =>
        Api.MakeBatchedTimer(Seconds(1), rounding: kind == "up" ? BucketRounding.Up : BucketRounding.Down);

    private Func<TimeSpan, Action, DelayedCall> CallLater(string kind) =>
        kind == "loop" ? Api.CallLater : Timer(kind).CallLater;

    private sealed class Modelled(DelayedCall handle, TimeSpan due, int order, int number)
    {
        public DelayedCall Handle => handle;

        public int Number => number;

        public TimeSpan Due { get; set; } = due;

        public int Order { get; set; } = order;

        public bool IsPending { get; set; } = true;
    }
}

using System.Globalization;
using Akka.Actor;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>The virtual scheduler: clocks, order, repeated calls, cancellation, the list of calls.</summary>
public sealed class VirtualSchedulerTests : VirtualTestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly List<string> _log = [];

    private IScheduler Scheduler => Sys.Scheduler;

    [Fact]
    public void Clocks_at_the_start_show_the_Unix_epoch()
    {
        Assert.Equal(DateTimeOffset.UnixEpoch, Scheduler.Now);
        Assert.Equal(TimeSpan.Zero, Scheduler.MonotonicClock);
        Assert.Equal(TimeSpan.Zero, Scheduler.HighResMonotonicClock);
        Assert.Equal(0, Time.PendingCalls);
        Assert.Null(Time.NextDue);
    }

    [Fact]
    public void Clocks_after_an_advance_agree_to_the_tick()
    {
        Time.Advance(TimeSpan.FromTicks(12_345_678_901));

        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(12_345_678_901), Scheduler.Now);
        Assert.Equal(TimeSpan.FromTicks(12_345_678_901), Scheduler.MonotonicClock);
        Assert.Equal(Scheduler.MonotonicClock, Scheduler.HighResMonotonicClock);
        Assert.Equal(Scheduler.Now, Time.Now);
        Assert.Equal(Scheduler.MonotonicClock, Time.Elapsed);
    }

    [Fact]
    public void Schedule_without_advance_runs_nothing()
    {
        After(0, "now");
        Assert.Empty(_log);
        Assert.Equal(1, Time.PendingCalls);

        Time.RunUntilIdle();
        Assert.Equal(["0 now"], _log);
    }

    [Fact]
    public void Advance_runs_in_due_order_then_in_scheduling_order()
    {
        After(3, "c");
        After(1, "a");
        After(2, "b1");
        After(2, "b2");

        Time.Advance(Second * 2);
        Assert.Equal(["1 a", "2 b1", "2 b2"], _log);
        Assert.Equal(Second * 2, Time.Elapsed);

        Time.Advance(Second);
        Assert.Equal("3 c", _log[^1]);
    }

    [Fact]
    public void Advance_runs_nested_calls_at_their_own_times()
    {
        Scheduler.Advanced.ScheduleOnce(Second, () =>
        {
            Note("outer");
            After(0, "zero");
            After(1, "inner");
            After(5, "beyond");
        });
        After(1, "beside");
        After(3, "later");

        Time.Advance(Second * 4);

        Assert.Equal(["1 outer", "1 beside", "1 zero", "2 inner", "3 later"], _log);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(6), Time.NextDue);
    }

    [Fact]
    public void Advance_runs_on_the_thread_that_advances()
    {
        var thread = 0;
        var other = new Thread(
            () => Scheduler.Advanced.ScheduleOnce(Second, () => thread = Environment.CurrentManagedThreadId));
        other.Start();
        other.Join();

        Time.Advance(Second);

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Schedule_from_many_threads_loses_nothing()
    {
        var runs = 0;
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 1000; i++)
                Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(i), () => runs++);
        });

        Time.Advance(Second);

        Assert.Equal(4000, runs);
    }

    [Fact]
    public void Repeat_fires_at_every_multiple_within_one_advance()
    {
        Scheduler.Advanced.ScheduleRepeatedly(Second, Second * 0.3, () => Note("tick"));

        Time.Advance(Second * 2);

        Assert.Equal(["1 tick", "1.3 tick", "1.6 tick", "1.9 tick"], _log);
        Assert.Equal(Time.Pending().Single(), new PendingCall(
            DateTimeOffset.UnixEpoch.AddSeconds(2.2), Second * 0.3, "VirtualSchedulerTests." +
            $"{nameof(Repeat_fires_at_every_multiple_within_one_advance)} (lambda)"));
    }

    [Fact]
    public void Repeat_that_takes_its_time_is_due_at_its_multiples_all_the_same()
    {
        Scheduler.Advanced.ScheduleRepeatedly(Second, Second, () =>
        {
            Note("tick");
            Time.Spend(Second * 0.25);
        });

        Time.Advance(Second * 3);

        Assert.Equal(["1 tick", "2 tick", "3 tick"], _log);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(4), Time.NextDue);
    }

    [Fact]
    public void Repeat_cancelled_in_its_own_callback_ends()
    {
        var cancelable = new Cancelable(Scheduler);
        Scheduler.Advanced.ScheduleRepeatedly(Second, Second, () =>
        {
            Note("tick");
            if (_log.Count == 2)
                cancelable.Cancel();
        }, cancelable);

        Time.Advance(Second * 10);

        Assert.Equal(["1 tick", "2 tick"], _log);
        Assert.Equal(0, Time.PendingCalls);
    }

    [Fact]
    public void Repeat_that_throws_is_not_repeated()
    {
        Scheduler.Advanced.ScheduleRepeatedly(Second, Second, () => throw new InvalidOperationException("once"));

        Assert.Throws<AggregateException>(() => Time.Advance(Second));

        Assert.Equal(0, Time.PendingCalls);
    }

    [Fact]
    public void Cancel_of_a_call_due_at_the_same_time_is_honoured()
    {
        var cancelable = new Cancelable(Scheduler);
        Scheduler.Advanced.ScheduleOnce(Second, () => cancelable.Cancel());
        Scheduler.Advanced.ScheduleOnce(Second, () => Note("cancelled"), cancelable);

        Time.Advance(Second * 2);

        Assert.Empty(_log);
    }

    [Fact]
    public void Cancelled_call_is_no_longer_pending()
    {
        var cancelable = Scheduler.Advanced.ScheduleOnceCancelable(Second, () => Note("cancelled"));
        After(2, "stays");
        cancelable.Cancel();

        Assert.Equal(1, Time.PendingCalls);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(2), Time.NextDue);
    }

    [Fact]
    public void CancelAfter_takes_virtual_time()
    {
        var cancelable = new Cancelable(Scheduler, Second * 2);
        Scheduler.Advanced.ScheduleRepeatedly(Second, Second, () => Note("tick"), cancelable);

        Time.Advance(Second * 5);

        Assert.Equal(["1 tick"], _log);
    }

    [Fact]
    public void Runnables_run_like_actions()
    {
        Scheduler.Advanced.ScheduleOnce(Second, new ActionRunnable(() => Note("once")));
        Scheduler.Advanced.ScheduleRepeatedly(Second, Second, new ActionRunnable(() => Note("tick")));

        Time.Advance(Second * 2);

        Assert.Equal(["1 once", "1 tick", "2 tick"], _log);
    }

    [Fact]
    public void Tell_reaches_the_receiver_with_its_sender()
    {
        var probe = CreateTestProbe();
        Scheduler.ScheduleTellOnce(Second, probe, "once", TestActor);
        Scheduler.ScheduleTellRepeatedly(Second * 2, Second, probe, "tick", ActorRefs.NoSender);

        Time.Advance(Second * 3);

        probe.ExpectMsg("once", TimeSpan.Zero);
        Assert.Equal(TestActor, probe.LastSender);
        probe.ExpectMsg("tick", TimeSpan.Zero);
        probe.ExpectMsg("tick", TimeSpan.Zero);
        probe.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Scheduled_actions_have_no_implicit_sender_and_no_context()
    {
        var probe = CreateTestProbe();
        var testLocal = new AsyncLocal<string> { Value = "of the test" };
        var seen = ("", (SynchronizationContext?)new SynchronizationContext());
        Scheduler.Advanced.ScheduleOnce(Second, () =>
        {
            probe.Tell("from nobody");
            seen = (testLocal.Value ?? "", SynchronizationContext.Current);
            testLocal.Value = "of the call";
        });

        Time.Advance(Second);

        probe.ExpectMsg("from nobody");
        Assert.Equal(Sys.DeadLetters, probe.LastSender);
        Assert.Equal(("", null), seen);
        Assert.Equal("of the test", testLocal.Value);
        Assert.NotNull(SynchronizationContext.Current);
    }

    [Fact]
    public void Pending_names_scheduled_calls_in_due_order()
    {
        Scheduler.ScheduleTellOnce(Second * 2, TestActor, "hello", ActorRefs.NoSender);
        After(1, "x");

        Assert.Equal(
            ["1s: VirtualSchedulerTests.After (lambda)", $"2s: Tell {TestActor.Path} hello"],
            Time.Pending().Select(call => call.ToString()));
    }

    [Fact]
    public void Pending_survives_messages_without_text()
    {
        Scheduler.ScheduleTellOnce(Second, TestActor, new Unprintable(), ActorRefs.NoSender);

        Assert.EndsWith("Unprintable (ToString: NotSupportedException)", Time.Pending().Single().Description);
    }

    [Fact]
    public void Schedule_with_the_longest_delay_is_due_with_the_calendars_end()
    {
        Scheduler.Advanced.ScheduleOnce(TimeSpan.MaxValue, () => Note("never"));
        Time.Advance(Second);

        Assert.Equal(DateTimeOffset.MaxValue, Time.NextDue);
    }

    [Fact]
    public void Schedule_with_a_negative_time_throws()
    {
        var nothing = new ActionRunnable(() => { });
        Assert.Throws<ArgumentOutOfRangeException>(() => Scheduler.Advanced.ScheduleOnce(-Second, () => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scheduler.Advanced.ScheduleOnce(-Second, nothing));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Scheduler.Advanced.ScheduleRepeatedly(Second, TimeSpan.Zero, nothing));
        Assert.Equal(0, Time.PendingCalls);
    }

    private void After(double seconds, string what) =>
        Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(seconds), () => Note(what));

    private void Note(string what) =>
        _log.Add(string.Create(CultureInfo.InvariantCulture, $"{Time.Elapsed.TotalSeconds} {what}"));

    private sealed class Unprintable
    {
        public override string ToString() => throw new NotSupportedException();
    }
}

using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace Txaio.Actors.Tests.Scheduling;

/// <summary>
/// What Akka's scheduler promises, for any scheduler: each test runs with the actor system's own scheduler. Real time,
/// with room: order and completeness are checked, lengths of time only from below.
/// </summary>
/// <param name="implementation">The scheduler's type, as in <c>akka.scheduler.implementation</c>.</param>
public abstract class SchedulerContract(string implementation)
    : TxaioTestKit($"akka.scheduler.implementation = \"{implementation}\"")
{
    internal const string OfAkka = "Akka.Actor.HashedWheelTimerScheduler";
    internal const string Sleeping = "Txaio.Actors.SleepingScheduler, Txaio.Actors";

    private static readonly TimeSpan Far = TimeSpan.FromHours(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(30);

    // Akka's scheduler may tell the messages of one tick in any order.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private IScheduler Scheduler => Sys.Scheduler;

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    [Fact]
    public void Scheduler_is_the_one_that_the_test_is_about() =>
        Assert.Equal(implementation.Split(',')[0], Scheduler.GetType().FullName);

    [Fact]
    public void Message_is_told_once_with_its_sender_and_not_before_its_time()
    {
        var probe = CreateTestProbe();
        var from = Scheduler.HighResMonotonicClock;
        Scheduler.ScheduleTellOnce(Soon, probe, "once", TestActor);
        probe.ExpectMsg("once");
        Assert.True(Scheduler.HighResMonotonicClock - from >= Soon);
        Assert.Equal(TestActor, probe.LastSender);
        Scheduler.ScheduleTellOnce(Soon, probe, "marker", ActorRefs.NoSender);
        probe.ExpectMsg("marker");
        Assert.Equal(Sys.DeadLetters, probe.LastSender);
    }

    [Fact]
    public void Messages_a_tick_apart_arrive_in_due_order()
    {
        // A pause of this thread between two calls delays the later one, so each call's due time has a range.
        var due = new Dictionary<int, (TimeSpan Earliest, TimeSpan Latest)>();
        foreach (var delay in new[] { 90, 10, 70, 30, 50 })
        {
            var before = Scheduler.HighResMonotonicClock;
            Scheduler.ScheduleTellOnce(delay, TestActor, delay, ActorRefs.NoSender);
            due[delay] = (before + Ms(delay), Scheduler.HighResMonotonicClock + Ms(delay));
        }

        var arrived = due.Select(_ => ExpectMsg<int>()).ToList();
        Assert.Equal(due.Count, arrived.Distinct().Count());
        Assert.All(
            arrived.Zip(arrived.Skip(1)),
            pair => Assert.True(due[pair.First].Earliest <= due[pair.Second].Latest + Tick, string.Join(", ", arrived)));
    }

    [Fact]
    public void Action_and_message_a_tick_apart_run_in_due_order()
    {
        for (var round = 0; round < 10; round++)
        {
            Scheduler.Advanced.ScheduleOnce(Ms(5), () => TestActor.Tell("action"));
            Scheduler.ScheduleTellOnce(Ms(25), TestActor, "message", ActorRefs.NoSender);
            ExpectMsg("action");
            ExpectMsg("message");
        }
    }

    [Fact]
    public void Repetition_goes_on_until_it_is_cancelled()
    {
        var repeated = Scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.Zero, Ms(10), TestActor, "tick", TestActor);
        for (var i = 0; i < 5; i++)
            ExpectMsg("tick");
        repeated.Cancel();
        Assert.True(repeated.IsCancellationRequested);
        // The scheduler may be telling one at this moment.
        Scheduler.ScheduleTellOnce(Ms(50), TestActor, "marker", TestActor);
        FishForMessage(static message => message is "marker");
        Scheduler.ScheduleTellOnce(Ms(50), TestActor, "marker", TestActor);
        ExpectMsg("marker");
    }

    [Fact]
    public void Runnable_is_taken_like_an_action()
    {
        var scheduler = (IRunnableScheduler)Scheduler.Advanced;
        var cancelable = new Cancelable(Scheduler);
        scheduler.ScheduleOnce(Ms(1), new ActionRunnable(() => TestActor.Tell("once")));
        ExpectMsg("once");
        scheduler.ScheduleRepeatedly(Ms(1), Ms(10), new ActionRunnable(() => TestActor.Tell("tick")), cancelable);
        ExpectMsg("tick");
        ExpectMsg("tick");
        cancelable.Cancel();
    }

    [Theory]
    [InlineData("tell once")]
    [InlineData("tell repeatedly")]
    [InlineData("run once")]
    [InlineData("run repeatedly")]
    [InlineData("runnable")]
    public void Cancelled_call_never_runs(string kind)
    {
        foreach (var cancelled in new[] { Cancelable.CreateCanceled(), new Cancelable(Scheduler), Foreign() })
        {
            Schedule(kind, Ms(20), () => TestActor.Tell("cancelled"), cancelled);
            if (!cancelled.IsCancellationRequested)
                cancelled.Cancel();
        }

        Scheduler.ScheduleTellOnce(60, TestActor, "marker", TestActor);
        ExpectMsg("marker");
    }

    [Fact]
    public void Linked_cancelable_and_token_cancel_calls()
    {
        using var source = new CancellationTokenSource();
        var parent = new Cancelable(Scheduler);
        var linked = Cancelable.CreateLinkedCancelable(Scheduler, parent);
        var ofToken = Cancelable.CreateLinkedCancelable(Scheduler, source.Token);
        Scheduler.ScheduleTellOnce(Ms(20), TestActor, "linked", TestActor, linked);
        Scheduler.ScheduleTellOnce(Ms(20), TestActor, "of token", TestActor, ofToken);
        parent.Cancel();
        source.Cancel();
        Scheduler.ScheduleTellOnce(60, TestActor, "marker", TestActor);
        ExpectMsg("marker");
    }

    [Fact]
    public async Task Cancelable_has_a_token_and_can_be_cancelled_later()
    {
        var call = Scheduler.ScheduleTellOnceCancelable(Far, TestActor, "never", TestActor);
        var cancelled = new TaskCompletionSource();
        call.Token.Register(cancelled.SetResult);
        Assert.False(call.Token.IsCancellationRequested);
        call.CancelAfter(Ms(1));
        await cancelled.Task.WaitAsync(Dilated(TimeSpan.FromSeconds(5)));
        Assert.True(call.IsCancellationRequested);
        Assert.True(call.Token.IsCancellationRequested);
        call.Cancel();
        Assert.Throws<ArgumentOutOfRangeException>(() => call.CancelAfter(Ms(-1)));
    }

    [Fact]
    public void Cancelling_a_call_that_has_run_is_noted_and_does_nothing()
    {
        var call = Scheduler.ScheduleTellOnceCancelable(TimeSpan.Zero, TestActor, "ran", TestActor);
        ExpectMsg("ran");
        Assert.False(call.IsCancellationRequested);
        call.Cancel();
        Assert.True(call.IsCancellationRequested);
    }

    [Fact]
    public void Repeated_action_can_cancel_itself()
    {
        var cancelable = new Cancelable(Scheduler);
        Scheduler.Advanced.ScheduleRepeatedly(
            Ms(1),
            Ms(1),
            () =>
            {
                cancelable.Cancel();
                TestActor.Tell("ran");
            },
            cancelable);
        ExpectMsg("ran");
        Scheduler.ScheduleTellOnce(50, TestActor, "marker", TestActor);
        ExpectMsg("marker");
    }

    [Fact]
    public void Action_that_throws_is_logged_and_harms_no_other()
    {
        EventFilter.Exception<InvalidTimeZoneException>().Expect(2, () =>
        {
            Scheduler.Advanced.ScheduleOnce(Ms(1), static () => throw new InvalidTimeZoneException());
            Scheduler.Advanced.ScheduleRepeatedly(Ms(1), Ms(1), static () => throw new InvalidTimeZoneException());
            Scheduler.ScheduleTellOnce(Ms(1), TestActor, "other", TestActor);
            Scheduler.Advanced.ScheduleOnce(Ms(60), () => TestActor.Tell("later"));
            ExpectMsg("other");
            ExpectMsg("later");
        });
    }

    [Fact]
    public void Action_may_schedule()
    {
        Scheduler.Advanced.ScheduleOnce(
            Ms(1), () => Scheduler.ScheduleTellOnce(Ms(1), TestActor, "nested", TestActor));
        ExpectMsg("nested");
    }

    [Fact]
    public void Actions_never_run_at_the_same_time()
    {
        var running = 0;
        var overlaps = 0;
        var left = new CountdownEvent(200);
        for (var i = 0; i < left.InitialCount; i++)
        {
            Scheduler.Advanced.ScheduleOnce(Ms(i % 7), () =>
            {
                if (Interlocked.Increment(ref running) > 1)
                    Interlocked.Increment(ref overlaps);
                Thread.SpinWait(100);
                Interlocked.Decrement(ref running);
                left.Signal();
            });
        }

        Assert.True(left.Wait(Dilated(TimeSpan.FromSeconds(10))));
        Assert.Equal(0, overlaps);
    }

    [Theory]
    [InlineData("tell once")]
    [InlineData("tell repeatedly")]
    [InlineData("run once")]
    [InlineData("run repeatedly")]
    public void Negative_delay_is_refused(string kind)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule(kind, Ms(-1), static () => { }, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule(kind, TimeSpan.MinValue, static () => { }, null));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Schedule(kind, Timeout.InfiniteTimeSpan, static () => { }, null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Interval_that_is_not_positive_is_refused(int interval)
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Scheduler.ScheduleTellRepeatedly(Far, Ms(interval), TestActor, "never", TestActor));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Scheduler.Advanced.ScheduleRepeatedly(Far, Ms(interval), static () => { }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(36_500)]
    public void Long_delay_does_not_run_soon(int days)
    {
        Scheduler.ScheduleTellOnce(TimeSpan.FromDays(days), TestActor, "never", TestActor);
        Scheduler.ScheduleTellRepeatedly(
            TimeSpan.FromDays(days), TimeSpan.FromDays(days), TestActor, "never", TestActor);
        Scheduler.ScheduleTellOnce(60, TestActor, "marker", TestActor);
        ExpectMsg("marker");
    }

    [Fact]
    public async Task Many_threads_schedule_and_cancel_and_each_call_runs_or_is_cancelled()
    {
        const int Each = 2_000;
        var ran = new ConcurrentDictionary<int, int>();
        var left = new CountdownEvent(8 * Each / 2);
        var tasks = Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                var id = (thread * Each) + i;
                var cancelable = new Cancelable(Scheduler);
                // What is cancelled is due so late that the cancel comes first.
                Scheduler.Advanced.ScheduleOnce(
                    id % 2 == 0 ? Ms(i % 20) : Far,
                    () =>
                    {
                        ran.AddOrUpdate(id, 1, static (_, count) => count + 1);
                        left.Signal();
                    },
                    cancelable);
                if (id % 2 == 1)
                    cancelable.Cancel();
            }
        }));
        await Task.WhenAll(tasks);
        Assert.True(left.Wait(Dilated(TimeSpan.FromSeconds(20))));
        Assert.Equal(8 * Each / 2, ran.Count);
        Assert.All(ran, static call => Assert.True(call.Key % 2 == 0 && call.Value == 1));
    }

    /// <summary>A cancelable that Akka does not know.</summary>
    internal static ICancelable Foreign() => new ForeignCancelable();

    private void Schedule(string kind, TimeSpan delay, Action run, ICancelable? cancelable)
    {
        var target = Sys.ActorOf(Props.Create(() => new Runner(run)));
        switch (kind)
        {
            case "tell once":
                Scheduler.ScheduleTellOnce(delay, target, "run", ActorRefs.NoSender, cancelable);
                break;
            case "tell repeatedly":
                Scheduler.ScheduleTellRepeatedly(delay, Ms(10), target, "run", ActorRefs.NoSender, cancelable);
                break;
            case "run once":
                Scheduler.Advanced.ScheduleOnce(delay, run, cancelable);
                break;
            case "run repeatedly":
                Scheduler.Advanced.ScheduleRepeatedly(delay, Ms(10), run, cancelable);
                break;
            case "runnable":
                Scheduler.Advanced.ScheduleOnce(delay, new ActionRunnable(run), cancelable);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    private sealed class Runner : ReceiveActor
    {
        public Runner(Action run) => ReceiveAny(_ => run());
    }

    private sealed class ForeignCancelable : ICancelable
    {
        private readonly CancellationTokenSource _source = new();

        public bool IsCancellationRequested => _source.IsCancellationRequested;

        public CancellationToken Token => _source.Token;

        public void Cancel() => _source.Cancel();

        public void Cancel(bool throwOnFirstException) => _source.Cancel(throwOnFirstException);

        public void CancelAfter(TimeSpan delay) => _source.CancelAfter(delay);

        public void CancelAfter(int millisecondsDelay) => _source.CancelAfter(millisecondsDelay);
    }
}

/// <summary>The contract, kept by Akka's scheduler.</summary>
public sealed class AkkaSchedulerTests() : SchedulerContract(OfAkka);

/// <summary>The contract, kept by the sleeping scheduler.</summary>
public sealed class SleepingSchedulerTests() : SchedulerContract(Sleeping);

using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>Drives of the time: their windows, failures and misuse, and waits for tasks.</summary>
public sealed class VirtualTimeTests : VirtualTestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private IAdvancedScheduler Scheduler => Sys.Scheduler.Advanced;

    [Fact]
    public void Advance_to_a_time_ends_there()
    {
        Time.AdvanceTo(DateTimeOffset.UnixEpoch.AddDays(20_000));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(20_000), Time.Now);

        Time.AdvanceTo(TimeSpan.FromDays(20_001));
        Assert.Equal(TimeSpan.FromDays(20_001), Time.Elapsed);
    }

    [Fact]
    public void Advance_back_throws()
    {
        Time.Advance(Second);

        Assert.Throws<ArgumentOutOfRangeException>(() => Time.Advance(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Time.AdvanceTo(DateTimeOffset.UnixEpoch));
        Assert.Equal(Second, Time.Elapsed);
    }

    [Fact]
    public void Advance_reports_every_failure_after_the_window()
    {
        var ran = false;
        Scheduler.ScheduleOnce(Second, () => throw new InvalidOperationException("first"));
        Scheduler.ScheduleOnce(Second, () => throw new NotSupportedException("second"));
        Scheduler.ScheduleOnce(Second * 2, () => ran = true);

        var failure = Assert.Throws<AggregateException>(() => Time.Advance(Second * 3));

        Assert.Equal(["first", "second"], failure.InnerExceptions.Select(inner => inner.Message));
        Assert.True(ran);
        Assert.Equal(Second * 3, Time.Elapsed);
        Time.Advance(Second);
    }

    [Fact]
    public void Advance_from_inside_a_callback_throws()
    {
        Scheduler.ScheduleOnce(Second, () => Time.Advance(Second));

        var failure = Assert.Throws<AggregateException>(() => Time.Advance(Second * 2));

        Assert.Contains("inside a callback", Assert.IsType<InvalidOperationException>(failure.InnerException).Message);
        Assert.Equal(Second * 2, Time.Elapsed);
    }

    [Fact]
    public void Advance_while_another_thread_drives_throws()
    {
        Exception? thrown = null;
        Scheduler.ScheduleOnce(Second, () =>
        {
            var other = new Thread(() => thrown = Record.Exception(() => Time.Advance(Second)));
            other.Start();
            other.Join();
        });

        Time.Advance(Second);

        Assert.Contains("another thread", Assert.IsType<InvalidOperationException>(thrown).Message);
    }

    [Fact]
    public void Advance_into_endless_zero_delays_throws_and_names_the_call()
    {
        var running = true;
        Scheduler.ScheduleOnce(Second, Again);

        var failure = Assert.Throws<InvalidOperationException>(() => Time.Advance(Second * 2));
        // Otherwise the call would go on while the system ends, and the scheduler would refuse it with an exception.
        running = false;

        Assert.Contains($"{nameof(Advance_into_endless_zero_delays_throws_and_names_the_call)}.Again", failure.Message);
        Assert.Equal(Second, Time.Elapsed);

        void Again()
        {
            if (running)
                Scheduler.ScheduleOnce(TimeSpan.Zero, Again);
        }
    }

    [Fact]
    public void Advance_through_many_instants_is_no_endless_work()
    {
        var ticks = 0;
        Scheduler.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromTicks(1), () => ticks++);

        Time.Advance(TimeSpan.FromTicks(1_200_000));

        Assert.Equal(1_200_001, ticks);
    }

    [Fact]
    public void WaitFor_runs_work_posted_by_other_threads()
    {
        var echo = Sys.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualDispatcherId));
        var answer = Task.Run(() => echo.Ask<string>("hello"));

        Assert.Equal("hello", Time.WaitFor(answer));
        Assert.Equal(TimeSpan.Zero, Time.Elapsed);
    }

    [Fact]
    public void WaitFor_runs_calls_that_other_threads_schedule_for_now()
    {
        var done = new TaskCompletionSource();
        _ = Task.Run(() => Scheduler.ScheduleOnce(TimeSpan.Zero, done.SetResult));

        Time.WaitFor(done.Task);
    }

    [Fact]
    public void WaitFor_a_failed_task_throws_its_exception()
    {
        var failure = Assert.Throws<NotSupportedException>(
            () => Time.WaitFor(Task.FromException<int>(new NotSupportedException("no"))));

        Assert.Equal("no", failure.Message);
    }

    [Fact]
    public void WaitFor_that_times_out_lists_pending_calls()
    {
        Scheduler.ScheduleOnce(TimeSpan.Zero, () => throw new NotSupportedException("the reason"));
        Scheduler.ScheduleOnce(Second, Unreached);

        var failure = Assert.Throws<TimeoutException>(
            () => Time.WaitFor(new TaskCompletionSource().Task, TimeSpan.FromMilliseconds(20)));

        Assert.Contains("1 scheduled:\n  1s: VirtualTimeTests.", failure.Message);
        Assert.EndsWith(".Unreached", failure.Message);
        Assert.IsType<NotSupportedException>(failure.InnerException?.InnerException);

        static void Unreached()
        {
        }
    }

    [Fact]
    public void Of_a_system_in_real_time_throws()
    {
        using var system = ActorSystem.Create("real");

        var failure = Assert.Throws<InvalidOperationException>(() => VirtualTime.Of(system));

        Assert.Contains("akka.scheduler.implementation", failure.Message);
    }

    [Fact]
    public void Of_a_system_with_guardians_of_its_own_throws()
    {
        var config = ConfigurationFactory.ParseString("akka.actor.internal-dispatcher.type = Dispatcher");
        using var system = ActorSystem.Create("half", config.WithFallback(VirtualTime.Config));

        var failure = Assert.Throws<InvalidOperationException>(() => VirtualTime.Of(system));

        Assert.Contains("akka.actor.internal-dispatcher", failure.Message);
    }

    [Fact]
    public void Of_the_same_system_is_the_same_time() => Assert.Same(Time, VirtualTime.Of(Sys));
}

using Akka.Actor;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>When callbacks spend time, a drive ends as soon as the time has reached the drive's target.</summary>
public sealed class SpendTests : VirtualTestKit
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private int _calls;

    private ITxaio Txaio => Sys.Txaio();

    [Theory]
    [InlineData(10, 100, 1.01)]
    [InlineData(30, 34, 1.03)]
    public void Repeat_that_spends_its_interval_or_more_ends_with_the_window(int spend, int calls, double end)
    {
        Sys.Scheduler.Advanced.ScheduleRepeatedly(Step, Step, () => Work(spend));

        Time.Advance(Second);

        Assert.Equal(calls, _calls);
        Assert.Equal(TimeSpan.FromSeconds(end), Time.Elapsed);
    }

    [Theory]
    [InlineData(10, 100, 1.01)]
    [InlineData(20, 50, 1.01)]
    public void Single_calls_of_a_loop_that_take_longer_than_their_distance_wait_for_the_next_window(
        int spend, int calls, double end)
    {
        for (var i = 1; i <= 200; i++)
            Txaio.CallLater(Step * i, Work, spend);

        Time.Advance(Second);

        Assert.Equal(calls, _calls);
        Assert.Equal(TimeSpan.FromSeconds(end), Time.Elapsed);
        Assert.Equal(200 - calls, Time.PendingCalls);

        Time.Advance(Second * 4);
        Assert.Equal(200, _calls);
    }

    [Fact]
    public void Timer_of_a_loop_that_spends_its_period_ends_with_the_window()
    {
        using var timer = Txaio.Loop.TimeProvider.CreateTimer(_ => Work(10), null, Step, Step);

        Time.Advance(Second);

        Assert.Equal(TimeSpan.FromSeconds(1.01), Time.Elapsed);
    }

    [Fact]
    public void Periodic_timer_on_a_loop_that_spends_its_period_ends_with_the_window()
    {
        _ = Txaio.Loop.RunAsync(async () =>
        {
            using var timer = new PeriodicTimer(Step, Txaio.Loop.TimeProvider);
            while (await timer.WaitForNextTickAsync())
                Work(10);
        });

        Time.Advance(Second);

        Assert.InRange(Time.Elapsed, Second, TimeSpan.FromSeconds(1.01));
        Assert.InRange(_calls, 90, 100);
    }

    [Fact]
    public void Messages_to_an_actor_that_takes_longer_than_their_distance_wait_for_the_next_window()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Spender(Work)).WithDispatcher(VirtualDispatcherId));
        for (var i = 1; i <= 200; i++)
            Sys.Scheduler.ScheduleTellOnce(Step * i, actor, 20, ActorRefs.NoSender);

        Time.Advance(Second);

        Assert.Equal(50, _calls);
        Assert.Equal(TimeSpan.FromSeconds(1.01), Time.Elapsed);
    }

    [Fact]
    public void RunUntilIdle_runs_calls_due_now_and_none_that_fall_due_in_time_spent()
    {
        Txaio.CallLater(TimeSpan.Zero, Work, 50);
        Txaio.CallLater(Step, Work, 50);

        Time.RunUntilIdle();

        Assert.Equal(1, _calls);
        Time.RunUntilIdle();
        Assert.Equal(2, _calls);
    }

    [Fact]
    public void Late_calls_of_a_loop_run_in_due_order_each_before_the_next_wakes_actors()
    {
        var log = new List<string>();
        Txaio.CallLater(Step, () => Time.Spend(Step * 5));
        Txaio.CallLater(Step * 2, () =>
        {
            log.Add("first");
            Txaio.Loop.CallSoon(log.Add, "woken by the first");
        });
        Txaio.CallLater(Step * 3, log.Add, "second");

        Time.Advance(Second);

        Assert.Equal(["first", "woken by the first", "second"], log);
    }

    [Fact]
    public void WaitFor_beside_a_repeat_that_spends_its_interval_ends_with_the_task()
    {
        var done = new TaskCompletionSource();
        Sys.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.Zero, Step, () =>
        {
            Work(10);
            if (_calls == 5)
                done.SetResult();
        });

        Time.WaitFor(done.Task);

        Assert.Equal(5, _calls);
    }

    private void Work(int spend)
    {
        _calls++;
        Time.Spend(TimeSpan.FromMilliseconds(spend));
    }

    private sealed class Spender : ReceiveActor
    {
        public Spender(Action<int> work) => Receive(work);
    }
}

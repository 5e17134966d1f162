using Akka.Actor;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>
/// Code that compares its deadline with the clock when its timer fires finds that the deadline has passed.
/// </summary>
public sealed class DeadlineTests : VirtualTestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void ReceiveAsync_of_an_inbox_times_out()
    {
        using var inbox = Inbox.Create(Sys);
        var received = inbox.ReceiveAsync(Second);

        Time.Advance(Second);

        Assert.Throws<TimeoutException>(() => Time.WaitFor(received));
    }

    [Fact]
    public void ReceiveAsync_of_an_inbox_times_out_again_and_again()
    {
        using var inbox = Inbox.Create(Sys);
        for (var i = 0; i < 10; i++)
        {
            var received = inbox.ReceiveAsync(Second);
            Time.Advance(Second);
            Assert.Throws<TimeoutException>(() => Time.WaitFor(received));
        }

        Assert.Equal(Second * 10, Time.Elapsed);
    }

    [Fact]
    public void Deadline_of_an_actor_has_passed_when_its_timer_comes()
    {
        var passed = new List<bool>();
        Action<bool> note = passed.Add;
        Sys.ActorOf(Props.Create(() => new Waiter(note)).WithDispatcher(VirtualDispatcherId));

        Time.Advance(Second * 3);

        Assert.Equal([true, true, true], passed);
        Assert.Equal(Second * 3, Sys.Scheduler.MonotonicClock);
    }

    [Fact]
    public void Deadline_has_passed_after_a_jump()
    {
        var deadline = Sys.Scheduler.MonotonicClock + Second;
        var passed = false;
        Sys.Scheduler.Advanced.ScheduleOnce(Second, () => passed = deadline < Sys.Scheduler.MonotonicClock);

        Time.Jump(Second);

        Assert.True(passed);
    }

    private sealed class Waiter : ReceiveActor, IWithTimers
    {
        private readonly Action<bool> _note;
        private TimeSpan _deadline;

        public Waiter(Action<bool> note)
        {
            _note = note;
            Receive<string>(_ =>
            {
                _note(_deadline < Context.System.Scheduler.MonotonicClock);
                Arm();
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Arm();

        private void Arm()
        {
            _deadline = Context.System.Scheduler.MonotonicClock + Second;
            Timers.StartSingleTimer("deadline", "deadline", Second);
        }
    }
}

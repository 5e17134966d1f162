using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>Actors on a virtual dispatcher: their thread, order, timers and restarts.</summary>
public sealed class VirtualDispatcherTests() : VirtualTestKit("virtual-dispatcher.throughput = 1")
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly List<string> _log = [];

    [Fact]
    public void Actor_runs_only_while_driven_and_on_the_test_thread()
    {
        var threads = new List<int>();
        var actor = ActorOf((message, _) => threads.Add(Environment.CurrentManagedThreadId));

        Time.RunUntilIdle();
        actor.Tell("one");
        Assert.Empty(threads);
        Assert.Equal(1, Time.RunQueueCount);

        Time.RunUntilIdle();
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
        Assert.Equal(0, Time.RunQueueCount);
    }

    [Fact]
    public void Actor_woken_by_a_call_runs_before_the_next_due_time()
    {
        var actor = ActorOf((message, _) => Note(message));
        Sys.Scheduler.ScheduleTellOnce(Second, actor, "first", ActorRefs.NoSender);
        Sys.Scheduler.Advanced.ScheduleOnce(Second, () => Note("beside"));
        Sys.Scheduler.ScheduleTellOnce(Second * 2, actor, "second", ActorRefs.NoSender);

        Time.Advance(Second * 3);

        Assert.Equal(["1 beside", "1 first", "2 second"], _log);
    }

    [Fact]
    public void Actor_woken_by_a_call_runs_before_calls_scheduled_for_now()
    {
        var actor = ActorOf((message, _) => Note(message));
        Sys.Scheduler.Advanced.ScheduleOnce(Second, () =>
        {
            Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => Note("for now"));
            actor.Tell("woken");
        });

        Time.Advance(Second);

        Assert.Equal(["1 woken", "1 for now"], _log);
    }

    [Fact]
    public void Actors_that_tell_each_other_do_not_nest()
    {
        var second = ActorOf((message, _) => Note($"second {message}"));
        var first = ActorOf((message, _) =>
        {
            Note("first begins");
            second.Tell(message);
            Note("first ends");
        });

        first.Tell("m");
        Time.RunUntilIdle();

        Assert.Equal(["0 first begins", "0 first ends", "0 second m"], _log);
    }

    [Fact]
    public void Actor_that_schedules_for_now_is_served_in_the_same_advance()
    {
        var actor = ActorOf((message, context) =>
        {
            Note(message);
            if (message is < 3 and var n)
                Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, context.Self, (int)n + 1, ActorRefs.NoSender);
        });

        actor.Tell(1);
        Time.RunUntilIdle();

        Assert.Equal(["0 1", "0 2", "0 3"], _log);
    }

    [Fact]
    public void Actor_that_tells_itself_without_end_is_named()
    {
        var spins = true;
        var actor = ActorOf(
            (message, context) =>
            {
                if (spins)
                    context.Self.Tell(message);
            },
            "spinning");
        actor.Tell(new Again());

        var failure = Assert.Throws<InvalidOperationException>(() => Time.Advance(Second));
        // Otherwise the actor would go on while the system ends, and the system would never end.
        spins = false;

        Assert.Contains("akka://test/user/spinning", failure.Message);
    }

    [Fact]
    public void Advance_inside_an_actor_throws()
    {
        Exception? thrown = null;
        var actor = ActorOf((_, _) => thrown = Record.Exception(() => Time.Advance(Second)));

        actor.Tell("go");
        Time.RunUntilIdle();

        Assert.Contains("inside a callback", Assert.IsType<InvalidOperationException>(thrown).Message);
    }

    [Fact]
    public void ReceiveTimeout_comes_after_virtual_time_without_messages()
    {
        var actor = ActorOf((message, context) =>
        {
            Note(message is ReceiveTimeout ? "timeout" : message);
            context.SetReceiveTimeout(message is ReceiveTimeout ? null : Second * 5);
        });

        actor.Tell("start");
        Time.Advance(Second * 3);
        actor.Tell("more");
        Time.Advance(Second * 10);

        Assert.Equal(["0 start", "3 more", "8 timeout"], _log);
        Assert.Equal(0, Time.PendingCalls);
    }

    [Fact]
    public void Timers_of_an_actor_keep_virtual_time()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Ticking(Note)).WithDispatcher(VirtualDispatcherId));

        Time.Advance(Second * 3.5);
        actor.Tell("stop");
        Time.Advance(Second * 5);

        Assert.Equal(["1 tick", "2 tick", "2.5 once", "3 tick"], _log);
        Assert.Equal(0, Time.PendingCalls);
    }

    [Fact]
    public void Async_receive_resumes_in_its_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Awaiting()).WithDispatcher(VirtualDispatcherId));

        var answer = Time.WaitFor(actor.Ask<string>("work"));

        Assert.Equal($"{actor.Path} on {Environment.CurrentManagedThreadId}", answer);
    }

    [Fact]
    public void Failing_actor_is_restarted_by_its_guardian_in_the_same_drive()
    {
        var actor = ActorOf((message, _) =>
        {
            if (message is "fail")
                throw new InvalidOperationException("on purpose");
            Note(message);
        });
        actor.Tell("before");
        actor.Tell("fail");
        actor.Tell("after");

        EventFilter.Exception<InvalidOperationException>("on purpose").ExpectOne(Time.RunUntilIdle);

        Assert.Equal(["0 before", "0 after"], _log);
    }

    [Fact]
    public void Watch_tells_of_a_stopped_actor()
    {
        var watched = ActorOf((_, _) => { });
        Watch(watched);

        Sys.Stop(watched);
        Time.RunUntilIdle();

        ExpectTerminated(watched, TimeSpan.Zero);
        Assert.Equal(0, Time.PendingCalls);
    }

    [Fact]
    public void Watch_between_virtual_actors_needs_no_waiting()
    {
        var child = Props.Create<EchoActor>().WithDispatcher(VirtualDispatcherId);
        var parent = ActorOf((message, context) =>
        {
            if (message is Terminated)
                Note("gone");
            else
                context.Stop(context.Watch(context.ActorOf(child)));
        });

        parent.Tell("go");
        Time.RunUntilIdle();

        Assert.Equal(["0 gone"], _log);
    }

    [Fact]
    public void GracefulStop_ends_in_virtual_actors_too()
    {
        var actor = ActorOf((_, _) => { });

        Assert.True(Time.WaitFor(actor.GracefulStop(TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public void Schedule_on_the_dispatcher_runs_while_driven()
    {
        Sys.Dispatchers.Lookup(VirtualDispatcherId).Schedule(() => Note("run"));
        Sys.Dispatchers.Lookup(VirtualDispatcherId).Schedule(() => throw new NotSupportedException("not swallowed"));
        Assert.Empty(_log);

        var failure = Assert.Throws<AggregateException>(Time.RunUntilIdle);

        Assert.Equal("not swallowed", failure.InnerException!.Message);
        Assert.Equal(["0 run"], _log);
    }

    [Fact]
    public void Dispatcher_reads_throughput_and_id_from_its_section()
    {
        var dispatcher = Sys.Dispatchers.Lookup(VirtualDispatcherId);

        Assert.IsType<VirtualDispatcher>(dispatcher);
        Assert.Equal(VirtualDispatcherId, dispatcher.Id);
        Assert.Equal(1, dispatcher.Throughput);
    }

    [Fact]
    public void Dispatcher_in_a_system_in_real_time_throws()
    {
        var config = ConfigurationFactory.ParseString(
            $"virtual.type = \"{typeof(VirtualDispatcherConfigurator).AssemblyQualifiedName}\"");
        using var system = ActorSystem.Create("real", config);

        var thrown = Record.Exception(() => system.Dispatchers.Lookup("virtual"))?.GetBaseException();

        Assert.Contains("akka.scheduler.implementation", Assert.IsType<ConfigurationException>(thrown).Message);
    }

    private IActorRef ActorOf(Action<object, IActorContext> receive, string? name = null) =>
        Sys.ActorOf(Props.Create(() => new Acting(receive)).WithDispatcher(VirtualDispatcherId), name);

    private void Note(object what) => _log.Add(FormattableString.Invariant($"{Time.Elapsed.TotalSeconds} {what}"));

    private sealed record Again : INoSerializationVerificationNeeded;

    private sealed class Acting(Action<object, IActorContext> receive) : UntypedActor
    {
        protected override void OnReceive(object message) => receive(message, Context);
    }

    private sealed class Ticking : ReceiveActor, IWithTimers
    {
        public Ticking(Action<object> note)
        {
            Receive<string>(message => message == "stop", _ => Timers!.CancelAll());
            Receive<string>(note);
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartPeriodicTimer("key", "tick", Second);
            Timers.StartSingleTimer("other", "once", Second * 2.5);
        }
    }

    private sealed class Awaiting : ReceiveActor
    {
        public Awaiting() => ReceiveAsync<string>(async _ =>
        {
            await Task.Yield();
            Sender.Tell($"{Context.Self.Path} on {Environment.CurrentManagedThreadId}");
        });
    }
}

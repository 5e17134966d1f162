using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.Tests.Scheduling;

/// <summary>How a scheduler ends, with its actor system. Akka's own specs of the end are among these facts.</summary>
public abstract class SchedulerEndContract(string implementation)
{
    private static readonly TimeSpan Far = TimeSpan.FromHours(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task End_of_the_system_runs_pending_calls_at_once_and_refuses_later_calls()
    {
        var system = Start();
        var ran = new ConcurrentQueue<string>();
        var cancelled = new Cancelable(system.Scheduler);
        system.Scheduler.Advanced.ScheduleOnce(Far, () => ran.Enqueue("once"));
        system.Scheduler.Advanced.ScheduleRepeatedly(Far, Far, () => ran.Enqueue("repeated"));
        system.Scheduler.Advanced.ScheduleOnce(Far, () => ran.Enqueue("cancelled"), cancelled);
        cancelled.Cancel();
        await system.Terminate().WaitAsync(Limit);
        Assert.Equal(["once", "repeated"], ran.Order());
        Assert.Throws<SchedulerException>(() => system.Scheduler.Advanced.ScheduleOnce(Far, static () => { }));
        Assert.Throws<SchedulerException>(
            () => system.Scheduler.ScheduleTellOnce(TimeSpan.Zero, ActorRefs.Nobody, "never", ActorRefs.NoSender));
    }

    /// <summary>Another thread may tell the message of a ref that Akka does not know. The end waits for it.</summary>
    [Fact]
    public async Task End_of_the_system_tells_pending_messages()
    {
        var system = Start();
        var told = new ConcurrentQueue<object>();
        for (var i = 0; i < 100; i++)
            system.Scheduler.ScheduleTellOnce(Far, new Target(told), i, ActorRefs.NoSender);
        await system.Terminate().WaitAsync(Limit);
        Assert.Equal(100, told.Count);
    }

    [Fact]
    public async Task Call_that_schedules_or_throws_at_the_end_harms_no_other()
    {
        var system = Start("akka.loglevel = OFF");
        var ran = new ConcurrentQueue<string>();
        system.Scheduler.Advanced.ScheduleOnce(Far, () => throw new InvalidOperationException("at the end"));
        system.Scheduler.Advanced.ScheduleOnce(
            Far, () => system.Scheduler.Advanced.ScheduleOnce(Far, () => ran.Enqueue("never")));
        system.Scheduler.Advanced.ScheduleOnce(Far, () => ran.Enqueue("ran"));
        await system.Terminate().WaitAsync(Limit);
        Assert.Equal(["ran"], ran);
    }

    [Fact]
    public async Task Repeated_call_that_has_run_does_not_run_after_the_end()
    {
        var system = Start();
        var count = 0;
        var began = new TaskCompletionSource();
        system.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), () =>
        {
            Interlocked.Increment(ref count);
            began.TrySetResult();
        });
        await began.Task.WaitAsync(Limit);
        await system.Terminate().WaitAsync(Limit);
        var atEnd = Volatile.Read(ref count);
        var other = Start();
        var later = new TaskCompletionSource();
        other.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(50), later.SetResult);
        await later.Task.WaitAsync(Limit);
        Assert.Equal(atEnd, Volatile.Read(ref count));
        await other.Terminate();
    }

    [Fact]
    public async Task Scheduler_can_be_disposed_of_twice()
    {
        var system = Start();
        var ran = 0;
        system.Scheduler.Advanced.ScheduleOnce(Far, () => ran++);
        ((IDisposable)system.Scheduler).Dispose();
        Assert.Equal(1, ran);
        await system.Terminate().WaitAsync(Limit);
        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task System_that_never_scheduled_ends() => await Start().Terminate().WaitAsync(Limit);

    [Fact]
    public async Task Dispatchers_end_their_threads()
    {
        var system = Start("pinned { type = PinnedDispatcher }");
        var actor = system.ActorOf(Props.Create(() => new EchoActor()).WithDispatcher("pinned"));
        Assert.Equal("hello", await actor.Ask<string>("hello").WaitAsync(Limit));
        await system.Terminate().WaitAsync(Limit);
    }

    [Fact]
    public async Task Coordinated_shutdown_runs_its_phases_and_their_timeouts()
    {
        var system = Start("akka.coordinated-shutdown.phases.before-service-unbind.timeout = 50ms");
        var shutdown = CoordinatedShutdown.Get(system);
        var phases = new ConcurrentQueue<string>();
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "endless", () =>
        {
            phases.Enqueue("first");
            return new TaskCompletionSource<Akka.Done>().Task;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "second", () =>
        {
            phases.Enqueue("second");
            return Task.FromResult(Akka.Done.Instance);
        });
        await shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).WaitAsync(Limit);
        await system.WhenTerminated.WaitAsync(Limit);
        Assert.Equal(["first", "second"], phases);
    }

    private sealed class Target(ConcurrentQueue<object> told) : ICanTell
    {
        public void Tell(object message, IActorRef sender)
        {
            Thread.Yield();
            told.Enqueue(message);
        }
    }

    private ActorSystem Start(string config = "") => ActorSystem.Create("end", ConfigurationFactory.ParseString(
        $$"""
        {{config}}
        akka.scheduler.implementation = "{{implementation}}"
        akka.stdout-loglevel = OFF
        """));
}

/// <summary>The end of Akka's scheduler.</summary>
public sealed class AkkaSchedulerEndTests() : SchedulerEndContract(SchedulerContract.OfAkka);

/// <summary>The end of the sleeping scheduler.</summary>
public sealed class SleepingSchedulerEndTests() : SchedulerEndContract(SchedulerContract.Sleeping);

using System.Collections.Concurrent;
using System.Reflection;
using Akka;
using Akka.Actor;
using Akka.Actor.Internal;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Loops;

/// <summary>"Loops still run for tasks of CoordinatedShutdown's phase actor-system-terminate."</summary>
public sealed class ShutdownPhaseTests : IDisposable
{
    private const string Last = CoordinatedShutdown.PhaseActorSystemTerminate;
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private readonly ActorSystem _system = TestSystem.Start("txaio.shutdown-timeout = 20s");
    private Task _task = Task.FromException(new InvalidOperationException("The task has not begun."));

    public static TheoryData<string> Ends => ["terminate", "shutdown"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Task_that_awaits_the_loop_again_and_again_ends(string end)
    {
        var txaio = _system.Txaio();
        Add("mine", () => UseLoop(txaio));

        await TestSystem.End(_system, end).WaitAsync(Guard);

        await _task.WaitAsync(Guard);
        Assert.True(_system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Task_that_was_added_before_the_extension_started_ends()
    {
        Add("mine", () => UseLoop(_system.Txaio()));
        _system.Txaio();

        await _system.Terminate().WaitAsync(Guard);

        await _task.WaitAsync(Guard);
    }

    [Fact]
    public async Task Task_that_a_task_of_an_earlier_phase_adds_ends()
    {
        var txaio = _system.Txaio();
        CoordinatedShutdown.Get(_system).AddTask(CoordinatedShutdown.PhaseServiceStop, "adds", () =>
        {
            Add("mine", () => UseLoop(txaio));
            return Task.FromResult(Done.Instance);
        });

        await _system.Terminate().WaitAsync(Guard);

        await _task.WaitAsync(Guard);
    }

    [Fact]
    public async Task Tasks_that_fail_or_throw_do_not_hold_up_the_end()
    {
        var txaio = _system.Txaio();
        var shutdown = CoordinatedShutdown.Get(_system);
        shutdown.AddTask(Last, "throws", Task<Done> () => throw new InvalidOperationException("throws"));
        shutdown.AddTask(Last, "fails", () => Task.FromException<Done>(new InvalidOperationException("fails")));
        shutdown.AddTask(Last, "no task", () => null!);
        Add("mine", () => UseLoop(txaio));

        await _system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));

        await _task.WaitAsync(Guard);
    }

    [Fact]
    public async Task Calls_of_user_actors_end_before_and_the_task_still_has_the_loop()
    {
        var txaio = _system.Txaio();
        var stopped = new TaskCompletionSource();
        var postStop = () => txaio.Loop.CallSoon(() => { });
        var actor = _system.ActorOf(Props.Create(() => new SystemActorEndTests.Last(postStop, stopped)));
        await actor.Ask<string>("started?").WaitAsync(Guard);
        Add("mine", async () =>
        {
            await stopped.Task;
            await UseLoop(txaio);
        });

        await _system.Terminate().WaitAsync(Guard);

        await _task.WaitAsync(Guard);
    }

    [Fact]
    public async Task End_without_the_phases_does_not_wait_for_tasks()
    {
        var txaio = _system.Txaio();
        Add("mine", () => UseLoop(txaio));

        ((ExtendedActorSystem)_system).Abort();

        await _system.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _task);
    }

    /// <summary>With the extension, a SIGTERM ends the system also in a program that handles the signal.</summary>
    [Fact]
    public async Task Extension_CoordinatedShutdown_is_not_made()
    {
        var system = TestSystem.Start("akka.coordinated-shutdown.run-by-clr-shutdown-hook = on");

        system.Txaio().Loop.CallSoon(static () => { });

        Assert.False(IsMade(system));
        CoordinatedShutdown.Get(system);
        Assert.True(IsMade(system));
        await Task.WhenAll(system.Terminate(), _system.Terminate()).WaitAsync(Guard);
    }

    [Fact]
    public async Task Task_of_an_extension_that_is_made_after_the_last_call_of_Txaio_ends()
    {
        var system = TestSystem.Start("akka.coordinated-shutdown.run-by-clr-shutdown-hook = on");
        var txaio = system.Txaio();
        CoordinatedShutdown.Get(system).AddTask(Last, "mine", async () =>
        {
            _task = UseLoop(txaio);
            await _task;
            return Done.Instance;
        });

        await Task.WhenAll(system.Terminate(), _system.Terminate()).WaitAsync(Guard);

        await _task.WaitAsync(Guard);
    }

    public void Dispose() => Assert.True(_system.WhenTerminated.Wait(Guard));

    // Akka's table has an entry for each extension that was registered, and makes the extension when code asks for it.
    private static bool IsMade(ActorSystem system)
    {
        var table = typeof(ActorSystemImpl).GetField("_extensions", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var entries = (ConcurrentDictionary<Type, Lazy<object>>)table.GetValue(system)!;
        return entries.TryGetValue(typeof(CoordinatedShutdown), out var entry) && entry.IsValueCreated;
    }

    private static async Task UseLoop(ITxaio txaio)
    {
        await txaio.Sleep(Short);
        await Task.Delay(Short);                // nothing of the task waits on the loop meanwhile
        Assert.Equal(3, await txaio.AsFuture(() => Task.Run(() => 3)));
        await Task.Delay(Short);
        await txaio.Ask<FutureCreated>(txaio.Loop.Ref, CreateFuture.Instance);
        var called = txaio.CreateFuture<EventLoop?>();
        txaio.CallLater(Short, () => called.Resolve(EventLoop.Current));
        Assert.Same(txaio.Loop, await called);
        var batched = txaio.CreateFuture();
        txaio.MakeBatchedTimer(Short).CallLater(Short, () => batched.Resolve());
        await batched;
        await using var loop = txaio.NewLoop("late");
        await loop.RunAsync(() => Task.CompletedTask);
    }

    private void Add(string name, Func<Task> body) => CoordinatedShutdown.Get(_system).AddTask(Last, name, async () =>
    {
        _task = body();
        await _task;
        return Done.Instance;
    });
}

using Akka.Actor;
using Akka.Actor.Internal;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// EventLoop.Current is the loop whose callback runs on this thread, also after an await in the callback. Outside of
/// callbacks it is null.
/// </summary>
public sealed class CurrentLoopTests() : LoopTestKit(
    $"txaio.loops.io.dispatcher.type = \"{typeof(VirtualDispatcherConfigurator).AssemblyQualifiedName}\"")
{
    private EventLoop Io => Sys.Txaio("io").Loop;

    [Fact]
    public void Current_off_a_loop_is_null()
    {
        Assert.Null(EventLoop.Current);
        Assert.False(Loop.IsCurrent);
    }

    [Fact]
    public void Current_is_the_loop_that_runs_the_callback()
    {
        var seen = new List<EventLoop?>();
        Loop.CallSoon(() => seen.Add(EventLoop.Current));
        Io.CallSoon(() => seen.Add(EventLoop.Current));
        Api.CallLater(Second, () => seen.Add(EventLoop.Current));

        Time.Advance(Second);

        Assert.Equal([Loop, Io, Loop], seen);
        Assert.Null(EventLoop.Current);
    }

    [Fact]
    public void IsCurrent_is_false_on_another_loop() => OnLoop(() =>
    {
        Assert.True(Loop.IsCurrent);
        Assert.False(Io.IsCurrent);
    });

    [Fact]
    public void Current_after_an_await_is_the_same_loop()
    {
        var task = Loop.RunAsync(async () =>
        {
            var seen = new List<EventLoop?> { EventLoop.Current };
            await Task.Yield();
            seen.Add(EventLoop.Current);
            await Task.Delay(Second, Loop.TimeProvider);
            seen.Add(EventLoop.Current);
            await Task.Run(() => Assert.Null(EventLoop.Current));
            seen.Add(EventLoop.Current);
            await Api.Sleep(Second);
            seen.Add(EventLoop.Current);
            await Io.RunAsync(() => Task.CompletedTask);
            seen.Add(EventLoop.Current);
            return seen;
        });

        Time.Advance(Second);
        // Task.Run completes on the thread pool in real time, so the test waits until the loop has work again.
        while (!task.IsCompleted)
        {
            Assert.True(SpinWait.SpinUntil(() => Time.RunQueueCount > 0 || SchedulerEntries > 0, Guard));
            Time.Advance(Second);
        }

        Assert.Equal(Enumerable.Repeat(Loop, 6), Time.WaitFor(task));
    }

    [Fact]
    public void Current_after_an_await_that_leaves_the_context_is_null()
    {
        var source = new TaskCompletionSource();
        var task = Loop.RunAsync(async () =>
        {
            await source.Task.ConfigureAwait(false);
            return EventLoop.Current;
        });
        Time.RunUntilIdle();

        source.SetResult();

        Assert.Null(Time.WaitFor(task));
    }

    [Fact]
    public void Callback_has_no_actor_context()
    {
        ActorCell? cell = null;
        OnLoop(() => cell = InternalCurrentActorCellKeeper.Current);
        Assert.Null(cell);

        // A callback that an actor posted does not run in that actor's cell either.
        var callback = () => { cell = InternalCurrentActorCellKeeper.Current; };
        Sys.ActorOf(Props.Create(() => new Calling(Loop, callback)).WithDispatcher(VirtualDispatcherId));
        Time.RunUntilIdle();
        Assert.Null(cell);
    }

    [Fact]
    public void Tell_in_a_callback_has_no_sender()
    {
        OnLoop(() => TestActor.Tell("from a callback"));

        ExpectMsg("from a callback");
        Assert.Equal(Sys.DeadLetters, LastSender);
    }

    [Fact]
    public void Tell_after_an_await_in_a_callback_has_no_sender()
    {
        var task = Loop.RunAsync(async () =>
        {
            await Task.Yield();
            TestActor.Tell("from a callback");
        });
        Time.WaitFor(task);

        ExpectMsg("from a callback");
        Assert.Equal(Sys.DeadLetters, LastSender);
    }

    private sealed class Calling : UntypedActor
    {
        public Calling(EventLoop loop, Action callback) => loop.CallSoon(callback);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}

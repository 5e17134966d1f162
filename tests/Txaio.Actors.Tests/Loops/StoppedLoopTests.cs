using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Tests.Loops;

/// <summary>A stop of a loop's actor closes the loop as the end of the system does, and logs a warning.</summary>
public sealed class StoppedLoopTests() : LoopTestKit(
    $"txaio.loops.io.dispatcher.type = \"{typeof(VirtualDispatcherConfigurator).AssemblyQualifiedName}\"")
{
    public static TheoryData<object> Messages => [Kill.Instance, PoisonPill.Instance];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_that_ends_actors_is_refused_and_reported(object message)
    {
        var io = Sys.Txaio("io");
        io.Loop.Ref.Tell(message);
        Time.RunUntilIdle();

        Assert.True(io.Loop.IsOpen);
        Assert.StartsWith(
            $"A {message.GetType().Name} to /system/txaio/loops/io was refused: " +
            "a message does not end actors of the library",
            Assert.Single(Published.All.OfType<Warning>()).Message.ToString());
    }

    [Fact]
    public void Stop_closes_the_loop_as_the_end_of_the_system_does()
    {
        var io = Sys.Txaio("io");
        var future = io.CreateFuture<int>();
        future.AddCallbacks(null, failure => Note(failure.Value.GetType().Name));
        var task = future.AsTask();
        io.CallLater(Second, Note, "never");
        io.Loop.TimeProvider.CreateTimer(_ => Note("timer"), null, Second, Second);
        io.Loop.CallSoon(Note, "queued");

        Sys.Stop(io.Loop.Ref);
        Time.Advance(Second * 5);

        Assert.Equal(["queued", "timer", "LoopTerminatedException"], Notes);
        Assert.True(task.IsFaulted);
        Assert.Equal("Loop 'io' has ended: it takes no new work.", Assert.Throws<LoopTerminatedException>(
            () => io.Loop.CallSoon(() => { })).Message);
        Assert.Equal(
            "Loop 'io' was stopped while the actor system runs; it closes",
            Assert.Single(Published.Warnings));
    }

    [Fact]
    public void Stop_of_one_loop_leaves_the_others_alone()
    {
        Sys.Stop(Sys.Txaio("io").Loop.Ref);
        Time.RunUntilIdle();

        OnLoop(() => Note("goes on"));

        Assert.Equal(["goes on"], Notes);
        Assert.False(Sys.Txaio("io").Loop.IsOpen);
        Assert.True(Loop.IsOpen);
    }

    [Fact]
    public async Task End_after_a_stop_leaves_the_loop_closed()
    {
        var loop = Sys.Txaio("io").Loop;
        Sys.Stop(loop.Ref);
        Time.RunUntilIdle();

        loop.RefuseNewWork();

        Assert.True(loop.IsClosed);
        var posted = new TaskCompletionSource();
        loop.SynchronizationContext.Post(_ => posted.SetResult(), null);
        await posted.Task.WaitAsync(Guard);
    }

    /// <summary>The end of the system reopens loops for actors under /system, but no loop that has closed.</summary>
    [Fact]
    public void Loop_that_was_stopped_before_the_end_of_the_system_ends_later_waits_at_once()
    {
        var io = Sys.Txaio("io");
        var future = io.CreateFuture<int>();
        Sys.Stop(io.Loop.Ref);
        Time.RunUntilIdle();
        Task? wait = null;
        Action postStop = () => wait = future.AsTask();
        var done = new TaskCompletionSource();
        ((ExtendedActorSystem)Sys).SystemActorOf(
            Props.Create(() => new SystemActorEndTests.Last(postStop, done)), "last");

        Time.Terminate();

        Assert.True(done.Task.IsCompletedSuccessfully);
        Assert.IsType<LoopTerminatedException>(wait!.Exception?.InnerException);
    }

    [Fact]
    public void Callback_that_runs_while_its_loop_is_stopped_queues_no_more()
    {
        var loop = Sys.Txaio("io").Loop;
        loop.CallSoon(() => Note(
            Record.Exception(() => loop.CallSoon(Note, "more")) is LoopTerminatedException ? "refused" : "taken"));

        Sys.Stop(loop.Ref);
        Time.RunUntilIdle();

        Assert.Equal(["refused"], Notes);
    }

    [Fact]
    public void Callbacks_that_ran_at_the_stop_are_not_pending()
    {
        var loop = Sys.Txaio("io").Loop;
        loop.CallSoon(Note, "queued");

        Sys.Stop(loop.Ref);
        Time.RunUntilIdle();

        Assert.Equal(["queued"], Notes);
        Assert.Equal(0, loop.GetStatistics().Pending);
    }

    [Fact]
    public async Task Stop_and_end_at_once_lose_nothing()
    {
        for (var round = 0; round < 30; round++)
        {
            var system = TestSystem.Start();
            var loop = system.Txaio().Loop;

            system.Stop(loop.Ref);
            var ended = system.Terminate();
            var posted = new TaskCompletionSource();
            loop.SynchronizationContext.Post(_ => posted.SetResult(), null);

            await posted.Task.WaitAsync(Guard);
            await ended.WaitAsync(Guard);
        }
    }
}

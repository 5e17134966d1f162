using Akka.Actor;

namespace Txaio.Actors.Tests.Loops;

/// <summary>"PoisonPill or Kill to a loop closes it as the end of the system would, logged at warn."</summary>
public sealed class StoppedLoopTests() : LoopTestKit(
    $"txaio.loops.io.dispatcher.type = \"{typeof(VirtualDispatcherConfigurator).AssemblyQualifiedName}\"")
{
    public static TheoryData<string> Messages => ["PoisonPill", "Kill"];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Stop_closes_the_loop_as_the_end_of_the_system_does(string message)
    {
        var io = Sys.Txaio("io");
        var future = io.CreateFuture<int>();
        future.AddCallbacks(null, failure => Note(failure.Value.GetType().Name));
        var task = future.AsTask();
        io.CallLater(Second, Note, "never");
        io.Loop.TimeProvider.CreateTimer(_ => Note("timer"), null, Second, Second);
        io.Loop.CallSoon(Note, "queued");

        io.Loop.Ref.Tell(message == "Kill" ? Kill.Instance : PoisonPill.Instance);
        Time.Advance(Second * 5);

        Assert.Equal(["queued", "timer", "LoopTerminatedException"], Notes);
        Assert.True(task.IsFaulted);
        Assert.Equal("Loop 'io' has ended: it takes no new work.", Assert.Throws<LoopTerminatedException>(
            () => io.Loop.CallSoon(() => { })).Message);
        Assert.Equal(
            "Loop 'io' was stopped by a message while the actor system runs; it closes",
            Assert.Single(Published.Warnings));
    }

    [Fact]
    public void Stop_of_one_loop_leaves_the_others_alone()
    {
        Sys.Txaio("io").Loop.Ref.Tell(PoisonPill.Instance);
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
        loop.Ref.Tell(PoisonPill.Instance);
        Time.RunUntilIdle();

        loop.RefuseNewWork();

        Assert.True(loop.IsClosed);
        var posted = new TaskCompletionSource();
        loop.SynchronizationContext.Post(_ => posted.SetResult(), null);
        await posted.Task.WaitAsync(Guard);
    }

    [Fact]
    public async Task Stop_and_end_at_once_lose_nothing()
    {
        for (var round = 0; round < 30; round++)
        {
            var system = TestSystem.Start();
            var loop = system.Txaio().Loop;

            loop.Ref.Tell(PoisonPill.Instance);
            var ended = system.Terminate();
            var posted = new TaskCompletionSource();
            loop.SynchronizationContext.Post(_ => posted.SetResult(), null);

            await posted.Task.WaitAsync(Guard);
            await ended.WaitAsync(Guard);
        }
    }
}

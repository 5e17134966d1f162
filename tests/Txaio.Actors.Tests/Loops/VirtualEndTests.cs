using Akka.Actor;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The end of an actor system in virtual time, which stands still meanwhile.</summary>
public sealed class VirtualEndTests : VirtualTestKit
{
    [Fact]
    public void PostStop_of_a_system_actor_uses_the_loop()
    {
        var loops = new List<EventLoop?>();
        var done = new TaskCompletionSource();
        var loop = Sys.Txaio().Loop;
        var postStop = () =>
        {
            loop.CallSoon(() => loops.Add(EventLoop.Current));
            Sys.Txaio().CallLater(TimeSpan.FromHours(1), () => loops.Add(null));
        };
        ((ExtendedActorSystem)Sys).SystemActorOf(
            Props.Create(() => new SystemActorEndTests.Last(postStop, done)), "last");

        Time.Terminate();

        Assert.True(done.Task.IsCompletedSuccessfully);
        Assert.Equal([loop], loops);
    }

    [Fact]
    public async Task Phase_task_that_waits_for_the_time_fails_and_does_not_hold_up_the_end()
    {
        var txaio = Sys.Txaio();
        // The system can end before the thread pool runs the task.
        var failure = new TaskCompletionSource<Exception?>();
        CoordinatedShutdown.Get(Sys).AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "sleeps", async () =>
        {
            failure.SetResult(await Record.ExceptionAsync(() => txaio.Sleep(TimeSpan.FromSeconds(1)).AsTask()));
            return Akka.Done.Instance;
        });

        Time.Terminate();

        Assert.IsType<LoopTerminatedException>(await failure.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}

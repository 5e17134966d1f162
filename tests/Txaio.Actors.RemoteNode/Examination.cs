using Akka.Actor;

namespace Txaio.Actors.RemoteNode;

/// <summary>Uses each part of the library once, to find out whether the node works.</summary>
public static class Examination
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Uses callbacks, delayed calls, batched timers and Ask.</summary>
    /// <param name="system">The node's actor system.</param>
    /// <param name="agent">An actor that replies to <see cref="Square"/>.</param>
    /// <returns>The state of the node.</returns>
    public static async Task<Examined> Of(ActorSystem system, IActorRef agent)
    {
        var txaio = system.Txaio();
        var problems = new List<string>();
        await Try("callback", () => txaio.Loop.RunAsync(static () => Task.CompletedTask));
        await Try("call later", () => Called(done => txaio.CallLater(TimeSpan.FromMilliseconds(1), done)));
        await Try(
            "batched timer",
            () => Called(done => txaio.BatchedTimer("shared").CallLater(TimeSpan.FromMilliseconds(1), done)));
        await Try("ask", () => txaio.Ask<int>(agent, new Square(3), Limit).AsTask());
        var stopped = TxaioExtension.Get(system).GetStoppedParts();
        return new Examined(
            string.Join("; ", problems), string.Join("; ", stopped), GC.GetTotalMemory(forceFullCollection: true));

        async Task Try(string what, Func<Task> use)
        {
            try
            {
                await use().WaitAsync(Limit).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                problems.Add($"{what}: {e.GetType().Name}: {e.Message}");
            }
        }
    }

    private static Task Called(Action<Action> schedule)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        schedule(called.SetResult);
        return called.Task;
    }
}

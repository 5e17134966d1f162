using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.RemoteNode;

/// <summary>Makes a node use another node, for tests whose own process can reach neither node.</summary>
public static class Visit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks the other node's agent, sends it a promise, and makes its loop schedule a call.</summary>
    /// <param name="system">The visiting node's actor system.</param>
    /// <param name="address">The address of the visited node.</param>
    /// <returns><c>done</c>, or the type of the first failure.</returns>
    public static async Task<string> To(ActorSystem system, string address)
    {
        try
        {
            var txaio = system.Txaio();
            var provider = ((ExtendedActorSystem)system).Provider;
            var agent = provider.ResolveActorRef($"{address}/user/agent");
            var loop = provider.ResolveActorRef($"{address}/system/txaio/loops/default");
            var asked = await txaio.Ask<int>(agent, new Square(2), Limit);
            var handed = txaio.CreateFuture<int>();
            agent.Tell(new SquareFor(3, handed.Ref));
            var called = txaio.CreateFuture<int>();
            loop.Tell(new CallLater(TimeSpan.FromMilliseconds(20), called.Ref, 16));
            var sum = asked + (await handed.WaitAsync(Limit)) + (await called.WaitAsync(Limit));
            return sum == 4 + 9 + 16 ? "done" : $"wrong sum {sum}";
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }
}

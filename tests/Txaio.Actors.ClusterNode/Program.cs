using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Cluster;
using Txaio.Actors.ClusterNode;

// A node of the tests: an actor system with durable timers and orders. The argument is HOCON that overrides NodeConfig.
// The program prints "ready <address>" when the node listens, a line for each delivery, and "ended" when the actor system
// has ended. It ends at the end of its standard input, which comes when the starting process closes the stream or dies.
var system = ActorSystem.Create(
    NodeConfig.SystemName,
    ConfigurationFactory.ParseString(string.Join('\n', args)).WithFallback(NodeConfig.Config));
system.RegisterOnTermination(static () => Console.WriteLine("ended"));
Orders.Start(system, static delivery => Console.WriteLine(delivery));
_ = system.TxaioCluster();
Console.WriteLine($"ready {((ExtendedActorSystem)system).Provider.DefaultAddress}");
while (await Console.In.ReadLineAsync() is not null)
{
}

await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);

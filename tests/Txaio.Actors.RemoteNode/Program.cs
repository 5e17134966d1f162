using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.RemoteNode;

// A node of the tests: an actor system with an agent, to which tests send messages. The arguments are HOCON that
// overrides NodeConfig. The program prints "ready <address>" when the node listens, and "ended" when the actor system
// has ended. Each line of standard input is the address of a node. The program uses that node and prints
// "visited <address>: <outcome>". The program ends at the end of its standard input, which comes when the starting
// process closes the stream or dies.
var config = ConfigurationFactory.ParseString(string.Join('\n', args)).WithFallback(
    ConfigurationFactory.ParseString(NodeConfig.Hocon));
var system = ActorSystem.Create("node", config);
system.RegisterOnTermination(static () => Console.WriteLine("ended"));
system.ActorOf(Props.Create<AgentActor>(), "agent");
Console.WriteLine($"ready {((ExtendedActorSystem)system).Provider.DefaultAddress}");
while (await Console.In.ReadLineAsync() is { } address)
    Console.WriteLine($"visited {address}: {await Visit.To(system, address)}");
await system.Terminate();

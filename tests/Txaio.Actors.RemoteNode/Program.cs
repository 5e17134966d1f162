using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.RemoteNode;

// A node of the tests: an actor system with an agent that tests direct by messages. Its arguments are HOCON that wins
// over NodeConfig's. Prints "ready <address>" once it listens. A line of its standard input is the address of a node to
// visit; it prints "visited <address>: <outcome>". It prints "ended" when its actor system has. It ends when its standard
// input does; the starting process closes that, also by dying.
var config = ConfigurationFactory.ParseString(string.Join('\n', args)).WithFallback(
    ConfigurationFactory.ParseString(NodeConfig.Hocon));
var system = ActorSystem.Create("node", config);
system.RegisterOnTermination(static () => Console.WriteLine("ended"));
system.ActorOf(Props.Create<AgentActor>(), "agent");
Console.WriteLine($"ready {((ExtendedActorSystem)system).Provider.DefaultAddress}");
while (await Console.In.ReadLineAsync() is { } address)
    Console.WriteLine($"visited {address}: {await Visit.To(system, address)}");
await system.Terminate();

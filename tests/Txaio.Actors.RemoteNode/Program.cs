using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.RemoteNode;

// A node of the tests: an actor system with an agent that tests direct by messages. Its arguments are HOCON that wins
// over NodeConfig's. Prints "ready <address>" once it listens. It ends when its standard input does; the starting
// process closes that, also by dying.
var config = ConfigurationFactory.ParseString(string.Join('\n', args)).WithFallback(
    ConfigurationFactory.ParseString(NodeConfig.Hocon));
var system = ActorSystem.Create("node", config);
system.ActorOf(Props.Create<AgentActor>(), "agent");
Console.WriteLine($"ready {((ExtendedActorSystem)system).Provider.DefaultAddress}");
await Console.In.ReadToEndAsync();
await system.Terminate();

using Txaio.Actors.AttackNode.Hostile;
using Txaio.Actors.AttackNode.Victims;

// Two programs of the attack tests. "victim" is a host with every kind of actor of the library, and "hostile" is a node
// that attacks it. The first argument is the HOCON that overrides the program's own, the second names the program. Each
// prints "ready <address>" when it listens, and ends at the end of its standard input, which comes when the starting
// process closes the stream or dies.
await (args is [_, "hostile"] ? HostileNode.Run(args[0]) : Victim.Run(args[0]));

using Akka.Actor;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Answers with what it was asked.</summary>
internal sealed class EchoActor : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}

using Akka.Actor;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Replies to each message with the message.</summary>
internal sealed class EchoActor : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}

using Akka.Actor;

namespace Txaio.Actors.Tests;

/// <summary>Replies to each message with the message.</summary>
internal sealed class EchoActor : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}

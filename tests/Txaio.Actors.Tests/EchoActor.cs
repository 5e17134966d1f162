using Akka.Actor;

namespace Txaio.Actors.Tests;

/// <summary>Answers each message with itself.</summary>
internal sealed class EchoActor : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}

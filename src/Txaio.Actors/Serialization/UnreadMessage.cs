using Akka.Actor;

namespace Txaio.Actors.Serialization;

/// <summary>
/// Stands for a message of another node that could not be read. Akka.Remote logs an exception of a serializer as a
/// line of its own for each message, with the whole manifest; so nothing is thrown there. An actor never sees this: a
/// cell handles automatic messages itself, and does nothing with one that it does not know. Promises ignore those too.
/// </summary>
internal sealed class UnreadMessage
    : IAutoReceivedMessage, INoSerializationVerificationNeeded, Akka.Event.IDeadLetterSuppression
{
    public static readonly UnreadMessage Instance = new();

    private UnreadMessage()
    {
    }

    public override string ToString() => "a message that could not be read";
}

using Akka.Actor;

namespace Txaio.Actors.Serialization;

/// <summary>
/// Replaces a message of another node that could not be read. An exception would make Akka.Remote log a line for each
/// message, with the whole manifest. No actor receives this object: a cell handles automatic messages itself and
/// ignores unknown ones. Promises ignore it as well.
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

using Akka.Actor;

namespace Txaio.Actors.Guarding;

/// <summary>
/// A message between the library's actors in this process. Another node can make a serializer create such a message
/// with any contents, so actors accept only messages signed by <see cref="Sign"/>. The signature is a reference that no
/// serializer can obtain. The sender's path proves nothing: another node can write the path of a local actor.
/// </summary>
internal abstract class OwnMessage : INoSerializationVerificationNeeded
{
    private static readonly object Signature = new();

    private object? _signature;

    /// <summary>Whether this process signed the message.</summary>
    public bool IsOurs => ReferenceEquals(_signature, Signature);

    /// <summary>Signs a message that is about to be sent.</summary>
    public static T Sign<T>(T message)
        where T : OwnMessage
    {
        message._signature = Signature;
        return message;
    }
}

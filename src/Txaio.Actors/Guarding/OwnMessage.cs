using Akka.Actor;

namespace Txaio.Actors.Guarding;

/// <summary>
/// A message that the library's actors send each other in this process. Another node can name its type, and a
/// serializer then makes one with any contents, by running a constructor or without; so an actor takes only those that
/// <see cref="Sign"/> has signed. The signature is a reference that no serializer can obtain. The sender proves
/// nothing: another node writes the path of a local actor there.
/// </summary>
internal abstract class OwnMessage : INoSerializationVerificationNeeded
{
    private static readonly object Signature = new();

    private object? _signature;

    /// <summary>Whether it was made by this process for itself.</summary>
    public bool IsOurs => ReferenceEquals(_signature, Signature);

    /// <summary>Signs a message that is about to be sent.</summary>
    public static T Sign<T>(T message)
        where T : OwnMessage
    {
        message._signature = Signature;
        return message;
    }
}

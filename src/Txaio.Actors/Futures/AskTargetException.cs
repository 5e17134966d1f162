using Akka.Actor;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors;

/// <summary>The failure of an Ask whose target does not exist, or does not handle the message.</summary>
public sealed class AskTargetException : Exception
{
    /// <summary>Names the target and the type of the message.</summary>
    /// <param name="target">The actor that was asked.</param>
    /// <param name="messageType">The type of the message.</param>
    /// <param name="reason">The reason why there is no reply, as the end of a sentence.</param>
    public AskTargetException(ICanTell target, Type messageType, string reason)
        : base(Text(target, messageType, reason))
    {
        Target = target;
        MessageType = messageType;
    }

    /// <summary>The actor that was asked.</summary>
    public ICanTell Target { get; }

    /// <summary>The type of the message.</summary>
    public Type MessageType { get; }

    private static string Text(ICanTell target, Type messageType, string reason)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(messageType);
        return $"Ask of {TypeName.Of(messageType)} to {ObjectText.Of(target)}: {reason}.";
    }
}

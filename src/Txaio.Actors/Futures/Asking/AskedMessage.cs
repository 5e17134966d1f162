using Akka.Actor;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// Whether a dead letter or an unhandled message is the question of an Ask. The results are the end of a sentence, for
/// <see cref="AskTargetException"/>.
/// </summary>
internal static class AskedMessage
{
    /// <summary>Why the target got no message; null if the dead letter does not fail the Ask.</summary>
    public static string? WhyUndelivered(ICanTell target, object message, object undelivered, IActorRef recipient) =>
        // A live target may forward a copy to a dead actor; that does not fail the Ask.
        IsTarget(target, recipient)
            || (recipient is MinimalActorRef and not PromiseRef && ReferenceEquals(undelivered, message))
            ? "the actor has terminated, there is none, or its node cannot be reached"
            : null;

    /// <summary>Why the message was not handled; null if the unhandled message does not fail the Ask.</summary>
    public static string? WhyUnhandled(ICanTell target, object message, object unhandled, IActorRef recipient)
    {
        // The target may forward the message, as a shard region does. Then the final recipient reports it as unhandled.
        if (IsTarget(target, recipient))
            return "the actor does not handle the message";
        return MessagePart.IsOf(message, unhandled)
            ? $"{ObjectText.Of(recipient)}, to which the message was forwarded, does not handle the message"
            : null;
    }

    /// <summary>The question as the start of a sentence.</summary>
    public static string Question(object message, ICanTell target, EventLoop loop) =>
        $"Ask of {TypeName.Of(message.GetType())} to {ObjectText.Of(target)} on loop '{loop.Name}'";

    /// <summary>The error for a reply of another type.</summary>
    public static string WrongReply(string question, string type, Type expected) =>
        $"{question} got a reply of type {type} where a {TypeName.Of(expected)} was expected.";

    private static bool IsTarget(ICanTell target, IActorRef recipient) =>
        ReferenceEquals(recipient, target) || (target is IActorRef asked && asked.Equals(recipient));
}

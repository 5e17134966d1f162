using Akka.Actor;

namespace Txaio.Actors;

/// <summary>The answer to a message that asks for something that cannot be done.</summary>
internal static class Refusal
{
    /// <summary>
    /// For <paramref name="asker"/>. Akka's serializer for exceptions loses those that it cannot make by name and
    /// serialization constructor, as ours: another node is told the message.
    /// </summary>
    public static Status.Failure For(IActorRef asker, Exception cause) => new(
        asker is IActorRefScope { IsLocal: false } && cause.GetType().Assembly == typeof(Refusal).Assembly
            ? new InvalidOperationException(cause.Message)
            : cause);
}

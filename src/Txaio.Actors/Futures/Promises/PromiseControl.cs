using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Futures.Promises;

/// <summary>Tells the messages that a promise acts on from those that can only be its value.</summary>
internal static class PromiseControl
{
    /// <summary>Whether a promise does something else with <paramref name="message"/> than to take it.</summary>
    public static bool Is(object message) =>
        message is IPromiseControl or Status.Failure or IAutoReceivedMessage or ISystemMessage
#pragma warning disable CS0618 // Obsolete in Akka, but actors still send it.
            or Failure;
#pragma warning restore CS0618
}

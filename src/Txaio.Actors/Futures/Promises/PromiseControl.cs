using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Futures.Promises;

/// <summary>Distinguishes messages that control a promise from messages that are its value.</summary>
internal static class PromiseControl
{
    /// <summary>Whether <paramref name="message"/> controls a promise, so that it is not taken as the value.</summary>
    public static bool Is(object message) =>
        message is IPromiseControl or Status.Failure or IAutoReceivedMessage or ISystemMessage
#pragma warning disable CS0618 // Obsolete in Akka, but actors still send it.
            or Failure;
#pragma warning restore CS0618
}

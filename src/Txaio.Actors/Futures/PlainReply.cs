using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.Messages;

namespace Txaio.Actors;

/// <summary>Whether a message of exactly this type means nothing to a promise but being its value.</summary>
internal static class PlainReply<T>
{
    public static readonly bool IsPlain =
        typeof(T).Namespace != typeof(Resolve).Namespace
        && !typeof(IAutoReceivedMessage).IsAssignableFrom(typeof(T))
        && !typeof(ISystemMessage).IsAssignableFrom(typeof(T));
}

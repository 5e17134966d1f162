using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// Whether a message of some type can only be a promise's value. Caches types: a lookup reads one word, instead of a
/// dozen type checks.
/// </summary>
internal static class PlainReply
{
    private const int Places = 256;

    // Plain types, each at the index of its handle; a later one replaces an earlier one. Any thread writes a reference
    // atomically.
    private static readonly Type?[] Plain = new Type?[Places];

    public static bool Is(object message)
    {
        var type = message.GetType();
        return ReferenceEquals(PlaceOf(type), type) || Learn(type);
    }

    private static ref Type? PlaceOf(Type type) =>
        ref Plain[(int)((nuint)type.TypeHandle.Value >> 4) & (Places - 1)];

    private static bool Learn(Type type)
    {
        if (type.Namespace == typeof(Resolve).Namespace
            || typeof(IAutoReceivedMessage).IsAssignableFrom(type)
            || typeof(ISystemMessage).IsAssignableFrom(type)
            || typeof(Status.Failure).IsAssignableFrom(type)
#pragma warning disable CS0618 // Obsolete in Akka, but actors still send it.
            || typeof(Failure).IsAssignableFrom(type))
#pragma warning restore CS0618
        {
            return false;
        }

        // A cached type would keep its collectible assembly loaded.
        if (!type.IsCollectible)
            PlaceOf(type) = type;
        return true;
    }
}

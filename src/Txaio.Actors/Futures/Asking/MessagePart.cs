using System.Reflection;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// Whether an unhandled message is the message of an Ask, or a part of that message: shard regions, routers and
/// distributors forward the content of an envelope.
/// </summary>
internal static class MessagePart
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// Whether <paramref name="part"/> is <paramref name="asked"/>, or the value of one of its fields.
    /// </summary>
    public static bool IsOf(object asked, object part)
    {
        if (IsSame(asked, part))
            return true;
        for (var type = asked.GetType(); type is { Namespace: not "System" }; type = type.BaseType)
        {
            foreach (var field in type.GetFields(Own))
            {
                if (IsSame(field.GetValue(asked), part))
                    return true;
            }
        }

        return false;
    }

    // Equal is enough: the message may have been serialized on its way. Equals is foreign code.
    private static bool IsSame(object? one, object part)
    {
        try
        {
            return ReferenceEquals(one, part) || (one?.GetType() == part.GetType() && one.Equals(part));
        }
        catch (Exception)
        {
            // A message that cannot be compared is another message.
            return false;
        }
    }
}

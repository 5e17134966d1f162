namespace Txaio.Actors.Serialization;

/// <summary>
/// How deep a message is in other messages. Each is read and written on the stack of the one around it, so a sender
/// could use up the stack with a few bytes a level. Counted on the thread: a payload in between may be of another
/// serializer that reads one of ours again.
/// </summary>
internal static class WireDepth
{
    /// <summary>How many payloads may be within each other.</summary>
    public const int Deepest = 16;

    [ThreadStatic]
    private static int _depth;

    /// <summary>Whether this thread is reading or writing a payload now.</summary>
    public static bool IsNested => _depth > 0;

    /// <summary>Begins a payload.</summary>
    /// <exception cref="InvalidDataException">It is within too many others.</exception>
    public static void Enter()
    {
        if (_depth == Deepest)
            throw new InvalidDataException($"it holds messages within messages, more than {Deepest} deep");
        _depth++;
    }

    /// <summary>Ends a payload that was begun.</summary>
    public static void Leave() => _depth--;
}

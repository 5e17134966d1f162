namespace Txaio.Actors.Serialization;

/// <summary>
/// Counts messages within messages. Each level uses stack while it is read or written, so a sender could overflow the
/// stack with a few bytes a level. The count belongs to the thread: a serializer of another library can stand between
/// two levels.
/// </summary>
internal static class WireDepth
{
    /// <summary>How deep payloads may be nested.</summary>
    public const int Deepest = 16;

    [ThreadStatic]
    private static int _depth;

    /// <summary>Whether this thread is reading or writing a payload now.</summary>
    public static bool IsNested => _depth > 0;

    /// <summary>Begins a payload.</summary>
    /// <exception cref="InvalidDataException">The payload is nested too deep.</exception>
    public static void Enter()
    {
        if (_depth == Deepest)
            throw new InvalidDataException($"it holds messages within messages, more than {Deepest} deep");
        _depth++;
    }

    /// <summary>Ends a payload that was begun.</summary>
    public static void Leave() => _depth--;
}

using Txaio.Actors.Futures.Failures;

namespace Txaio.Actors.Serialization;

/// <summary>
/// The most characters that texts on the wire may have. The writing and the reading node cut longer texts, so that a
/// node keeps and logs a bounded amount from any other node.
/// </summary>
internal static class WireText
{
    /// <summary>The most characters of an exception's type name.</summary>
    public const int TypeName = 256;

    /// <summary>The most characters of an exception's message, and of the reason of a <c>Cancel</c>.</summary>
    public const int Message = 4_096;

    /// <summary>The most characters of an exception's stack text.</summary>
    public const int StackText = 16_384;

    /// <summary>
    /// The most characters of an actor's path. A longer path is refused: a cut path could name another actor.
    /// </summary>
    public const int Path = 2_048;

    /// <summary>
    /// The most characters of a payload's manifest. A longer manifest is refused: a cut one could name another type.
    /// </summary>
    public const int Manifest = 2_048;

    /// <summary>The most characters of a manifest in a log line.</summary>
    public const int LoggedManifest = 64;

    /// <summary>The most characters of the reason in a log line.</summary>
    public const int LoggedReason = 256;

    /// <summary>Of the text that says why a failure has no payload.</summary>
    public const int PayloadProblem = 512;

    /// <summary>The type and message of an exception in one line, cut.</summary>
    public static string Reason(Exception e) =>
        $"{e.GetType().Name}: {Cut(FailureText.SafeMessageOf(e), LoggedReason).ReplaceLineEndings(" ")}";

    /// <summary>The beginning of <paramref name="text"/>, with dots where something is left out.</summary>
    public static string Cut(string? text, int length)
    {
        const string Dots = "...";
        if (text is null || text.Length <= length)
            return text ?? "";
        var end = length - Dots.Length;
        // Half of a surrogate pair cannot be encoded.
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + Dots;
    }

    /// <summary>The text as it is.</summary>
    /// <exception cref="InvalidDataException">The text is too long.</exception>
    public static string Whole(string text, int length, string what) => text.Length <= length
        ? text
        : throw new InvalidDataException($"{what} of {text.Length} characters; at most {length} are allowed");
}

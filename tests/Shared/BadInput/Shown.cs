using System.Globalization;
using System.Reflection;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>Members, values and exceptions as the lines of a failed test show them.</summary>
internal static class Shown
{
    /// <summary>The call of a member.</summary>
    public static string Call(MethodBase member, object? target, object?[] arguments) =>
        $"{PublicMembers.Show(member)} on {Of(target)} with ({string.Join(", ", arguments.Select(Of))})";

    /// <summary>An exception with its first frames.</summary>
    public static string Of(Exception error) =>
        $"{error.GetType().Name} {(error as ArgumentException)?.ParamName}: {Safe(error.Message)} {Frames(error)}";

    private static string Frames(Exception error) =>
        (error.StackTrace ?? "").Split('\n').Take(3).Aggregate("", static (text, line) => $"{text} {line.Trim()}");

    private static string Safe(string text) =>
        string.Concat(text.Take(200).Select(static c => char.IsAscii(c) && !char.IsControl(c) ? c : '?'));

    private static string Of(object? value) => value switch
    {
        null => "null",
        string { Length: > 100 } text => $"\"{text[0]}...\" of {text.Length} characters",
        string text => $"\"{Safe(text)}\"",
        IConvertible number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
        TimeSpan time => time.ToString(),
        _ => value.GetType().Name,
    };
}

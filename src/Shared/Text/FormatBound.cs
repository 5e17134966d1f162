using System.Globalization;

namespace Txaio.Actors.Loggers;

/// <summary>Bounds on the format of a hole.</summary>
internal static class FormatBound
{
    /// <summary>The highest precision and the largest width.</summary>
    public const int Width = 1000;

    /// <summary>The longest format, in characters.</summary>
    public const int Length = 1000;

    /// <summary>Whether the format can make only texts of a bounded length.</summary>
    /// <remarks>
    /// The text of a standard format, a letter and a number, can be as long as that number. The text of any other
    /// format is about as long as the format.
    /// </remarks>
    public static bool Allows(ReadOnlySpan<char> format)
    {
        if (format.Length > Length)
            return false;
        if (format.IsEmpty || !char.IsAsciiLetter(format[0]))
            return true;

        // .NET ignores a NUL and all characters after it.
        var digits = format[1..];
        if (digits.IndexOf('\0') is >= 0 and var end)
            digits = digits[..end];
        var number = digits.TrimStart('0');
        return number.ContainsAnyExceptInRange('0', '9')
            || number.Length < 4
            || (number.Length == 4 && int.Parse(number, CultureInfo.InvariantCulture) <= Width);
    }
}

using System.Globalization;

namespace Txaio.Actors.Loggers;

/// <summary>Bounds on the format of a hole.</summary>
internal static class FormatBound
{
    /// <summary>The highest precision and the largest width.</summary>
    public const int Width = 1000;

    /// <summary>The longest format, in characters.</summary>
    public const int Length = 1000;

    /// <summary>Whether no number in a format is above <see cref="Width"/>: a spec of Python has widths.</summary>
    public static bool AllowsNumbers(ReadOnlySpan<char> format)
    {
        while (format.IndexOfAnyInRange('1', '9') is >= 0 and var start)
        {
            format = format[start..];
            var length = format.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : format.Length;
            if (length > 4 || (length == 4 && int.Parse(format[..length], CultureInfo.InvariantCulture) > Width))
                return false;
            format = format[length..];
        }

        return true;
    }

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

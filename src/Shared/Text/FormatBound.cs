using System.Globalization;

namespace Txaio.Actors.Loggers;

/// <summary>How large the format of a hole may be.</summary>
internal static class FormatBound
{
    /// <summary>The highest precision.</summary>
    public const int Width = 1000;

    /// <summary>How long a format may be.</summary>
    public const int Length = 1000;

    /// <summary>Whether a value of a few digits is shown with that format in about as many characters.</summary>
    /// <remarks>
    /// A standard format, a letter and digits, makes as many characters as its digits say. All other formats make no
    /// more than they are long.
    /// </remarks>
    public static bool Allows(ReadOnlySpan<char> format)
    {
        if (format.Length > Length)
            return false;
        if (format.IsEmpty || !char.IsAsciiLetter(format[0]))
            return true;

        // .NET reads a format up to a NUL.
        var digits = format[1..];
        if (digits.IndexOf('\0') is >= 0 and var end)
            digits = digits[..end];
        var number = digits.TrimStart('0');
        return number.ContainsAnyExceptInRange('0', '9')
            || number.Length < 4
            || (number.Length == 4 && int.Parse(number, CultureInfo.InvariantCulture) <= Width);
    }
}

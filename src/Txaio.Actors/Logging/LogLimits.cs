using System.Globalization;

namespace Txaio.Actors;

/// <summary>
/// How large a template may be, so that no text that came as one, and no slip of the pen, fills memory or disk.
/// </summary>
internal static class LogLimits
{
    /// <summary>The widest alignment and the highest precision.</summary>
    public const int Width = 1000;

    /// <summary>How long a hole may be, braces and format included.</summary>
    public const int Hole = 1000;

    /// <summary>How many holes a template has; those after are text.</summary>
    public const int Holes = 256;

    /// <summary>How long a template may be; a longer one is text.</summary>
    public const int Template = LogText.MaxLength;

    /// <summary>How many characters of one value are shown.</summary>
    public const int Value = 32_768;

    /// <summary>Whether a value of a few digits is shown with that format in about as many characters.</summary>
    /// <remarks>
    /// A standard format, a letter and digits, asks for as many characters as its digits say. All others are no longer
    /// than they are written.
    /// </remarks>
    public static bool AllowsFormat(ReadOnlySpan<char> format)
    {
        if (format.Length > Hole)
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

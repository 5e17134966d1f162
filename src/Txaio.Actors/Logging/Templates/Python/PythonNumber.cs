using System.Globalization;
using System.Numerics;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>The .NET types that are numbers in Python: <c>bool</c>, all integers and all floats.</summary>
internal static class PythonNumber
{
    /// <summary>Reads the value as Python's <c>int</c>. In Python, a <c>bool</c> is an <c>int</c> as well.</summary>
    public static bool IsInteger(object value, out BigInteger integer)
    {
        BigInteger? read = value switch
        {
            bool n => n ? 1 : 0,
            sbyte n => n,
            byte n => n,
            short n => n,
            ushort n => n,
            int n => n,
            uint n => n,
            long n => n,
            ulong n => n,
            nint n => n,
            nuint n => n,
            Int128 n => n,
            UInt128 n => n,
            BigInteger n => n,
            _ => null,
        };
        integer = read ?? default;
        return read is not null;
    }

    /// <summary>Reads the value as Python's <c>float</c>.</summary>
    public static bool IsFloat(object value, out double number)
    {
        double? read = value switch
        {
            double n => n,
            float n => n,
            Half n => (double)n,
            _ => null,
        };
        number = read ?? default;
        return read is not null;
    }

    /// <summary>Converts an integer to a float. False for an integer that is too large for a float.</summary>
    public static bool TryFloat(BigInteger integer, out double number)
    {
        // A cast would truncate the integer; parsing its digits rounds.
        number = integer.GetBitLength() > 1025
            ? double.PositiveInfinity
            : double.Parse(integer.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return double.IsFinite(number);
    }

    /// <summary>
    /// The fewest digits that identify this float, and the power of ten of the first digit. A <c>float</c> or
    /// <see cref="Half"/> needs fewer digits than the same number as a <c>double</c>.
    /// </summary>
    public static (string Digits, int Exponent) Shortest(object value)
    {
        var text = ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture).TrimStart('-');
        var exponent = 0;
        if (text.IndexOf('E') is >= 0 and var at)
        {
            exponent = int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..at];
        }

        var point = text.IndexOf('.') is >= 0 and var dot ? dot : text.Length;
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        var zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits[zeros..].TrimEnd('0');
        return digits.Length == 0 ? ("0", 0) : (digits, exponent + point - zeros - 1);
    }
}

using System.Globalization;
using System.Numerics;
using System.Text;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>
/// Formats integers by Python's types <c>d</c>, <c>b</c>, <c>o</c>, <c>x</c> and <c>c</c>, and by the types of floats.
/// </summary>
internal static class PythonInteger
{
    /// <summary>The parts of an integer; null if Python refuses the spec for the integer.</summary>
    public static NumberText? Of(BigInteger integer, PythonSpec spec)
    {
        var (isNegative, size) = (integer.Sign < 0, BigInteger.Abs(integer));
        switch (spec.Type)
        {
            case '\0' or 'd' or 'n':
                return spec.Precision >= 0 || spec.IsZeroUnsigned
                    ? spec.Type == 'n' ? AsFloat(integer, spec) : null
                    : new(isNegative, "", size.ToString(CultureInfo.InvariantCulture), "");
            case 'b':
                return new(isNegative, spec.IsAlternate ? "0b" : "", Based(size, "b"), "");
            case 'o':
                return new(isNegative, spec.IsAlternate ? "0o" : "", Octal(Based(size, "b")), "");
            case 'x' or 'X':
                return new(isNegative, spec.IsAlternate ? $"0{spec.Type}" : "", Based(size, spec.Type.ToString()), "");
            case 'c':
                return integer >= 0 && integer <= 0x10FFFF && Rune.TryCreate((int)integer, out var character)
                    ? new(false, "", "", character.ToString())
                    : null;
            case 's':
                return null;
            default:
                return AsFloat(integer, spec);
        }
    }

    private static NumberText? AsFloat(BigInteger integer, PythonSpec spec) =>
        PythonNumber.TryFloat(integer, out var number) ? PythonFloat.Of(number, number, spec) : null;

    // .NET puts a zero before a first digit that could be read as a sign. Python does not.
    private static string Based(BigInteger size, string format) =>
        size.ToString(format, CultureInfo.InvariantCulture).TrimStart('0') is { Length: > 0 } digits ? digits : "0";

    private static string Octal(string bits)
    {
        var padded = bits.PadLeft((bits.Length + 2) / 3 * 3, '0');
        return string.Create(padded.Length / 3, padded, static (digits, bits) =>
        {
            for (var i = 0; i < digits.Length; i++)
            {
                var three = bits.AsSpan(3 * i, 3);
                digits[i] = (char)('0' + ((three[0] - '0') * 4) + ((three[1] - '0') * 2) + three[2] - '0');
            }
        });
    }
}

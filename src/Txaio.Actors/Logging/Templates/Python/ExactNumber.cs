using System.Globalization;
using System.Numerics;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>
/// The exact value of a number that is not negative. Converts the number to decimal digits, and rounds halves to even
/// as Python does.
/// </summary>
/// <remarks>
/// .NET rounds halves of decimals away from zero: with F0, 2.5 is 3 in .NET and 2 in Python. A custom format of .NET,
/// such as 0.00, uses only 15 digits of a double.
/// </remarks>
internal readonly record struct ExactNumber(BigInteger Numerator, BigInteger Denominator)
{
    /// <summary>The number without its sign. The number must be finite.</summary>
    public static ExactNumber Of(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;
        var mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        var power = Math.Max(exponent, 1) - 1075;
        return power >= 0 ? new(new BigInteger(mantissa) << power, 1) : new(mantissa, BigInteger.One << -power);
    }

    /// <summary>The number without its sign.</summary>
    public static ExactNumber Of(decimal number)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        var unscaled = ((BigInteger)(uint)parts[2] << 64) | ((BigInteger)(uint)parts[1] << 32) | (uint)parts[0];
        return new(unscaled, BigInteger.Pow(10, (parts[3] >> 16) & 0xFF));
    }

    /// <summary>The number times 100.</summary>
    public ExactNumber Percent() => this with { Numerator = Numerator * 100 };

    /// <summary>The digits, rounded to <paramref name="decimals"/> decimals. The decimal point is left out.</summary>
    public string Fixed(int decimals) =>
        Scaled(decimals).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');

    /// <summary>
    /// The first <paramref name="count"/> digits, rounded, and the power of ten of the first digit.
    /// </summary>
    public (string Digits, int Exponent) Significant(int count)
    {
        if (Numerator.IsZero)
            return (new string('0', count), 0);

        // The estimate may be off by one, and rounding may add a digit.
        var exponent = (int)Math.Floor(BigInteger.Log10(Numerator) - BigInteger.Log10(Denominator));
        while (true)
        {
            var digits = Scaled(count - 1 - exponent).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == count && digits[0] != '0')
                return (digits, exponent);
            exponent += digits.Length > count ? 1 : -1;
        }
    }

    // Returns the number times ten to the given power, rounded to an integer.
    private BigInteger Scaled(int power)
    {
        var (numerator, denominator) = power >= 0
            ? (Numerator * BigInteger.Pow(10, power), Denominator)
            : (Numerator, Denominator * BigInteger.Pow(10, -power));
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        var half = (remainder * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}

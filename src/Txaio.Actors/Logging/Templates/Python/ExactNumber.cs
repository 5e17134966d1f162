using System.Globalization;
using System.Numerics;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>
/// A number of zero or more, exactly as it is in memory, and its decimal digits. Rounds halves to even, as Python does.
/// </summary>
/// <remarks>
/// .NET's formats of decimals round halves away from zero: 2.5 is 3 with F0, and 2 in Python. Those of doubles with
/// places of their own, as 0.00, look at 15 digits only.
/// </remarks>
internal readonly record struct ExactNumber(BigInteger Numerator, BigInteger Denominator)
{
    /// <summary>The number without its sign. Neither an infinity nor not-a-number.</summary>
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

    /// <summary>A hundred times as much.</summary>
    public ExactNumber Percent() => this with { Numerator = Numerator * 100 };

    /// <summary>The digits with that many of them behind the point, which is not written.</summary>
    public string Fixed(int decimals) =>
        Scaled(decimals).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');

    /// <summary>The first digits, and the power of ten of the first one.</summary>
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

    // The number times a power of ten, rounded.
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

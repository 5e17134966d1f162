using System.Globalization;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>Formats floats and decimals by Python's types for floats, and without a type.</summary>
internal static class PythonFloat
{
    private const int DefaultPrecision = 6;

    /// <summary>Returns a float as Python's <c>repr</c> shows it.</summary>
    /// <param name="value">The number in its own type: a <c>float</c> has fewer digits than a <c>double</c>.</param>
    /// <param name="number">The same number as a <c>double</c>.</param>
    public static string Repr(object value, double number)
    {
        var (isNegative, _, whole, rest) = Of(value, number, new PythonSpec())!.Value;
        return (isNegative ? "-" : "") + whole + rest;
    }

    /// <summary>The parts of a float; null if Python refuses the spec for floats.</summary>
    public static NumberText? Of(object value, double number, PythonSpec spec)
    {
        if (!IsForFloats(spec))
            return null;
        var isNegative = double.IsNegative(number) && !double.IsNaN(number);
        if (!double.IsFinite(number))
            return NotFinite(number, isNegative, spec);
        if (spec is { Type: '\0', Precision: < 0 })
            return Signed(isNegative, General(PythonNumber.Shortest(value), 16, spec), spec);

        // Python also multiplies the double by 100. The product may be rounded, or overflow.
        if (spec.Type == '%' && !double.IsFinite(number * 100))
            return NotFinite(number * 100, isNegative, spec);
        return Exact(ExactNumber.Of(spec.Type == '%' ? number * 100 : number), isNegative, spec);
    }

    /// <summary>The parts of a decimal, with all its digits; null if Python refuses the spec for floats.</summary>
    public static NumberText? Of(decimal number, PythonSpec spec)
    {
        if (!IsForFloats(spec))
            return null;
        if (spec is { Type: '\0', Precision: < 0 })
        {
            var text = Math.Abs(number).ToString(CultureInfo.InvariantCulture);
            var point = text.IndexOf('.') is >= 0 and var at ? at : text.Length;
            return Signed(number < 0, (text[..point], text[point..]), spec);
        }

        var exact = ExactNumber.Of(number);
        return Exact(spec.Type == '%' ? exact.Percent() : exact, number < 0, spec);
    }

    private static bool IsForFloats(PythonSpec spec) =>
        spec.Type is '\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n' or '%';

    private static NumberText NotFinite(double number, bool isNegative, PythonSpec spec)
    {
        var text = double.IsNaN(number) ? "nan" : "inf";
        return new(isNegative, "", "", spec.Type switch
        {
            'E' or 'F' or 'G' => text.ToUpperInvariant(),
            '%' => text + "%",
            _ => text,
        });
    }

    private static NumberText Exact(ExactNumber number, bool isNegative, PythonSpec spec)
    {
        var precision = spec.Precision < 0 ? DefaultPrecision : spec.Precision;
        switch (spec.Type)
        {
            case 'f' or 'F' or '%':
                var digits = number.Fixed(precision);
                var fraction = digits[^precision..];
                var point = precision > 0 || spec.IsAlternate ? "." : "";
                var percent = spec.Type == '%' ? "%" : "";
                return Signed(isNegative, (digits[..^precision], point + fraction + percent), spec);
            case 'e' or 'E':
                return Signed(isNegative, Scientific(number.Significant(precision + 1), spec), spec);
            default:
                precision = Math.Max(precision, 1);
                var (significant, exponent) = number.Significant(precision);
                if (!spec.IsAlternate)
                    significant = significant.TrimEnd('0').PadRight(1, '0');
                var limit = spec.Type == '\0' ? precision - 1 : precision;
                return Signed(isNegative, General((significant, exponent), limit, spec), spec);
        }
    }

    // Exponents below -4, and from the limit on, are written, as in 1e-05. Without an exponent and without a type, at
    // least one digit follows the point.
    private static (string Whole, string Ending) General(
        (string Digits, int Exponent) number, int limit, PythonSpec spec)
    {
        var (digits, exponent) = number;
        if (exponent < -4 || exponent >= limit)
            return Scientific(number, spec);
        if (exponent < 0)
            return ("0", "." + new string('0', -exponent - 1) + digits);
        var whole = digits.PadRight(exponent + 1, '0');
        var fraction = whole[(exponent + 1)..];
        var ending = spec.Type == '\0' ? ".0" : spec.IsAlternate ? "." : "";
        return (whole[..(exponent + 1)], fraction.Length > 0 ? "." + fraction : ending);
    }

    private static (string Whole, string Ending) Scientific((string Digits, int Exponent) number, PythonSpec spec)
    {
        var (digits, exponent) = number;
        var point = digits.Length > 1 || spec.IsAlternate ? "." : "";
        var letter = char.IsUpper(spec.Type) ? 'E' : 'e';
        return (digits[..1], string.Create(
            CultureInfo.InvariantCulture, $"{point}{digits.AsSpan(1)}{letter}{exponent:+00;-00;+00}"));
    }

    private static NumberText Signed(bool isNegative, (string Whole, string Ending) digits, PythonSpec spec) =>
        new(isNegative && !(spec.IsZeroUnsigned && IsZero(digits)), "", digits.Whole, digits.Ending);

    private static bool IsZero((string Whole, string Ending) digits)
    {
        var rest = digits.Ending.AsSpan();
        if (rest.IndexOfAny('e', 'E') is >= 0 and var exponent)
            rest = rest[..exponent];
        return !digits.Whole.AsSpan().ContainsAnyInRange('1', '9') && !rest.ContainsAnyInRange('1', '9');
    }
}

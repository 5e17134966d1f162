using System.Globalization;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>The .NET alignment and format for a Python spec. Both show most values in the same way.</summary>
/// <param name="Alignment">The least width, as in .NET. Negative: to the left. 0: no alignment.</param>
/// <param name="Format">The .NET format string, or null.</param>
internal sealed record NetFormat(int Alignment, string? Format)
{
    // Custom formats use only 15 digits of a double. The types %, e and E with more decimals are not translated.
    private const int MaxMask = 15;

    /// <summary>The translation; null if .NET has no such format.</summary>
    public static NetFormat? Of(PythonSpec spec)
    {
        var isZeroFilled = spec.Fill == "0" && (spec.IsZeroPadded ? spec.Align is '\0' or '=' : spec.Align == '=');
        if (spec.IsZeroUnsigned || spec.IsAlternate || spec.Grouping == '_' || spec.Align == '^')
            return null;
        if (!isZeroFilled && spec.Width > 0 && (spec.Fill != " " || spec.Align == '='))
            return null;
        if (isZeroFilled && spec.Grouping != '\0')
            return null;
        if (FormatOf(spec, isZeroFilled ? spec.Width : 0) is not { } format)
            return null;
        var isLeft = spec.Align == '<' || (spec.Align == '\0' && spec.Type == 's');
        var alignment = isZeroFilled ? 0 : isLeft ? -spec.Width : spec.Width;
        return new NetFormat(alignment, format.Length > 0 ? format : null);
    }

    // Returns the format: empty if the value needs no format, null if .NET has no such format.
    private static string? FormatOf(PythonSpec spec, int zeros)
    {
        var precision = spec.Precision < 0 ? 6 : spec.Precision;
        switch (spec.Type)
        {
            case '\0' or 'd' when spec.Precision < 0:
                return Mask(spec, zeros, 0, "") ?? (spec.Grouping == ',' ? "N0" : "");
            case 'f' or 'F':
                return Mask(spec, zeros, precision, "")
                    ?? string.Create(CultureInfo.InvariantCulture, $"{(spec.Grouping == ',' ? 'N' : 'F')}{precision}");
            case '%' when precision <= MaxMask:
                return Mask(spec, zeros, precision, "%")
                    ?? Digits(spec.Grouping == ',' ? "#,##0" : "0", precision, "%");
            case 'e' or 'E' when zeros == 0 && spec.Grouping == '\0' && precision <= MaxMask:
                return Mask(spec, 0, precision, $"{spec.Type}+00") ?? Digits("0", precision, $"{spec.Type}+00");
            case 'g' or 'G' when zeros == 0 && spec is { Sign: '\0' or '-', Grouping: '\0' }:
                return string.Create(CultureInfo.InvariantCulture, $"{spec.Type}{Math.Max(precision, 1)}");
            case 'b' or 'x' or 'X' when spec.Sign is '\0' or '-':
                return zeros == 0
                    ? spec.Type.ToString()
                    : string.Create(CultureInfo.InvariantCulture, $"{spec.Type}{zeros}");
            case 's' when spec.Precision < 0 && spec.Fill == " ":
                return "";
            default:
                return null;
        }
    }

    // Returns a format with sections for positive and negative numbers if the spec asks for a sign or zeros; else null.
    private static string? Mask(PythonSpec spec, int zeros, int precision, string ending)
    {
        var sign = spec.Sign is '+' or ' ' ? spec.Sign.ToString() : "";
        if (sign.Length == 0 && zeros == 0)
            return null;
        var least = zeros - ending.Length - (precision > 0 ? precision + 1 : 0);
        return sign + Digits(Whole(least - sign.Length), precision, ending)
            + ";-" + Digits(Whole(least - 1), precision, ending);

        string Whole(int count) => spec.Grouping == ',' ? "#,##0" : new string('0', Math.Max(count, 1));
    }

    private static string Digits(string whole, int precision, string ending) =>
        whole + (precision > 0 ? "." + new string('0', precision) : "") + ending;
}

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>Python's <c>format(value, spec)</c> for numbers and texts.</summary>
internal static class PythonFormat
{
    /// <summary>Whether Python has format specs for the type of the value.</summary>
    public static bool Knows(object? value) =>
        value is string or char or decimal
        || (value is not null && (PythonNumber.IsInteger(value, out _) || PythonNumber.IsFloat(value, out _)));

    /// <summary>The text; null if Python refuses the spec for the value.</summary>
    public static string? Of(object value, PythonSpec spec) => value switch
    {
        string text => OfText(text, spec),
        char character => OfText(character.ToString(), spec),
        decimal number => PythonFloat.Of(number, spec)?.Layout(spec),
        _ when PythonNumber.IsInteger(value, out var integer) => PythonInteger.Of(integer, spec)?.Layout(spec),
        _ when PythonNumber.IsFloat(value, out var number) => PythonFloat.Of(value, number, spec)?.Layout(spec),
        _ => null,
    };

    private static string? OfText(string text, PythonSpec spec)
    {
        if (spec.Type is not ('\0' or 's') || spec.Sign != '\0' || spec.IsZeroUnsigned || spec.IsAlternate
            || spec.Grouping != '\0' || spec.Align == '=')
        {
            return null;
        }

        var shown = spec.Precision >= 0 ? PythonPadding.First(text, spec.Precision) : text;
        return PythonPadding.Pad(shown, spec.Fill, spec.Align == '\0' ? '<' : spec.Align, spec.Width);
    }
}

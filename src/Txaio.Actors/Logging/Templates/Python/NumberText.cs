using System.Text;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>A formatted number, split into the parts that a spec lays out.</summary>
/// <param name="IsNegative">Whether the text has a minus sign.</param>
/// <param name="Prefix">The prefix of the base, such as <c>0x</c>; or empty.</param>
/// <param name="Whole">
/// The digits before the point, which a spec may group; empty for an infinity, NaN or a character.
/// </param>
/// <param name="Rest">
/// The point and all that follows; for an infinity, NaN or a character, the whole text.
/// </param>
internal readonly record struct NumberText(bool IsNegative, string Prefix, string Whole, string Rest)
{
    /// <summary>Returns the text with sign, groups and padding.</summary>
    public string Layout(PythonSpec spec)
    {
        var sign = IsNegative ? "-" : spec.Sign is '+' or ' ' ? spec.Sign.ToString() : "";
        var align = spec.Align != '\0' ? spec.Align : spec.IsZeroPadded ? '=' : '>';
        var whole = Whole;
        if (spec.Grouping != '\0' && whole.Length > 0)
        {
            var least = spec.Fill == "0" && align == '='
                ? spec.Width - sign.Length - Prefix.Length - Rest.Length
                : 0;
            whole = Grouped(spec.Grouping, spec.Type is 'b' or 'o' or 'x' or 'X' ? 4 : 3, least);
        }

        if (align != '=')
            return PythonPadding.Pad(sign + Prefix + whole + Rest, spec.Fill, align, spec.Width);
        var inner = spec.Width - sign.Length - Prefix.Length;
        return sign + Prefix + PythonPadding.Pad(whole + Rest, spec.Fill, '>', inner);
    }

    // Zeros that fill the width are grouped, too. The digits never begin with a separator.
    private string Grouped(char separator, int size, int least)
    {
        var count = Whole.Length;
        while (count + ((count - 1) / size) < least)
            count++;
        var digits = Whole.PadLeft(count, '0');
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && (count - i) % size == 0)
                text.Append(separator);
            text.Append(digits[i]);
        }

        return text.ToString();
    }
}

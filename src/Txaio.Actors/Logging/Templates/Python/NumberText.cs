using System.Text;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>A number in the parts that a spec lays out.</summary>
/// <param name="IsNegative">Whether it is below zero, or a negative zero.</param>
/// <param name="Prefix">Its base, as <c>0x</c>; or empty.</param>
/// <param name="Whole">The digits before the point, which are grouped; empty if it is no number.</param>
/// <param name="Rest">The point and all behind it; or the text of one that is no number.</param>
internal readonly record struct NumberText(bool IsNegative, string Prefix, string Whole, string Rest)
{
    /// <summary>The text with sign, groups and padding.</summary>
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

    // Zeros that fill up to the width are grouped, too; a separator never comes first.
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

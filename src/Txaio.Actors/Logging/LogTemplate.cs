using System.Text;

namespace Txaio.Actors;

/// <summary>A parsed message template. Immutable.</summary>
internal sealed class LogTemplate
{
    /// <summary>The widest alignment that is honoured; a wider one is a mistake that would fill the disk.</summary>
    public const int MaxAlignment = 1000;

    private readonly LogHole[] _holes;

    /// <param name="original">The template as it was written; kept as the sinks' when nothing had to change.</param>
    /// <param name="holes">The holes, each with the text before it.</param>
    /// <param name="tail">The text after the last hole.</param>
    public LogTemplate(string? original, LogHole[] holes, string tail)
    {
        _holes = holes;
        Tail = tail;
        HasBuiltIns = Array.Exists(holes, h => h.BuiltIn != LogBuiltIn.None);
        ArgumentCount = holes.Length == 0 ? 0 : holes.Max(h => h.Argument) + 1;
        var text = ToText();
        Text = text == original ? original : text;
    }

    /// <summary>The template as sinks read it: plain names, literal braces doubled.</summary>
    public string Text { get; }

    /// <summary>The text after the last hole; without holes, the whole message.</summary>
    public string Tail { get; }

    /// <summary>The holes, in order.</summary>
    public ReadOnlySpan<LogHole> Holes => _holes;

    /// <summary>Whether a hole has a name that is always there, so that values are not simply the arguments.</summary>
    public bool HasBuiltIns { get; }

    /// <summary>How many arguments a positional template takes; those after are surplus.</summary>
    public int ArgumentCount { get; }

    /// <summary>The message with its holes filled. Never throws: what cannot be rendered is shown as written.</summary>
    public string Render(object?[] values)
    {
        var text = new StringBuilder(Text.Length + _holes.Length * 16);
        foreach (var hole in _holes)
        {
            text.Append(hole.Literal);
            var shown = hole.Slot < values.Length ? LogValue.TryRender(values[hole.Slot], hole.Format) : null;
            Align(text, shown ?? hole.Raw, shown is null ? 0 : hole.Alignment);
        }

        return text.Append(Tail).ToString();
    }

    /// <summary>The same with the holes at <paramref name="missing"/> turned into text, as they were written.</summary>
    /// <remarks>Sinks match values to holes by position, so that a hole without a value must not stay one.</remarks>
    public LogTemplate Without(ReadOnlySpan<bool> missing)
    {
        var kept = new List<LogHole>(_holes.Length);
        var literal = new StringBuilder();
        for (var i = 0; i < _holes.Length; i++)
        {
            literal.Append(_holes[i].Literal);
            if (missing[i])
            {
                literal.Append(_holes[i].Raw);
                continue;
            }

            kept.Add(_holes[i] with { Literal = literal.ToString(), Slot = kept.Count });
            literal.Clear();
        }

        return new LogTemplate(null, [.. kept], literal.Append(Tail).ToString());
    }

    private static void Align(StringBuilder text, string shown, int alignment)
    {
        var width = Math.Min(Math.Abs(alignment), MaxAlignment);
        if (shown.Length >= width)
            text.Append(shown);
        else if (alignment > 0)
            text.Append(' ', width - shown.Length).Append(shown);
        else
            text.Append(shown).Append(' ', width - shown.Length);
    }

    private static string Escape(string literal) =>
        literal.AsSpan().IndexOfAny('{', '}') < 0 ? literal : literal.Replace("{", "{{").Replace("}", "}}");

    private string ToText()
    {
        var text = new StringBuilder();
        foreach (var hole in _holes)
            text.Append(Escape(hole.Literal)).Append(hole.SinkText);
        return text.Append(Escape(Tail)).ToString();
    }
}

using System.Text;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogTemplates;

/// <summary>A parsed message template. Immutable.</summary>
internal sealed class LogTemplate
{
    private readonly LogHole[] _holes;

    // For each hole: the positions of its name's values among the values of the message, in order.
    private readonly int[][] _positions;

    // True: the holes are indexes into the values. False: each hole has its own value.
    private readonly bool _isIndexed;

    /// <param name="original">The template as it was written, or null. Also the sinks' text if both are equal.</param>
    /// <param name="holes">The holes, each with the text before it.</param>
    /// <param name="tail">The text after the last hole.</param>
    /// <param name="isIndexed">
    /// True: the holes are indexes into the values. False: each hole has its own value.
    /// </param>
    public LogTemplate(string? original, LogHole[] holes, string tail, bool isIndexed = false)
    {
        _holes = holes;
        Tail = tail;
        _isIndexed = isIndexed;
        _positions = isIndexed ? [.. holes.Select(static hole => hole.Arguments)] : PositionsByName(holes);
        HasPython = Array.Exists(holes, static hole => hole.Python is not null);
        HasBuiltIns = Array.Exists(holes, h => h.BuiltIn != LogBuiltIn.None);
        var last = holes.SelectMany(static hole => hole.AllArguments).DefaultIfEmpty(-1).Max();
        ArgumentCount = last == int.MaxValue ? last : last + 1;
        var text = ToText();
        Text = text == original ? original : text;
        Source = original ?? Text;
    }

    /// <summary>The template as sinks read it: plain names, literal braces doubled.</summary>
    public string Text { get; }

    /// <summary>The template as it was written.</summary>
    public string Source { get; }

    /// <summary>The text after the last hole; without holes, the whole message.</summary>
    public string Tail { get; }

    /// <summary>The holes, in order.</summary>
    public ReadOnlySpan<LogHole> Holes => _holes;

    /// <summary>Whether a hole has a built-in name. The values are then more than the arguments.</summary>
    public bool HasBuiltIns { get; }

    /// <summary>
    /// Whether a hole has a Python conversion or spec. The log call then checks how the values are shown.
    /// </summary>
    public bool HasPython { get; }

    /// <summary>Whether the holes are indexes into the arguments. The arguments are then the values.</summary>
    public bool IsIndexed => _isIndexed;

    /// <summary>How many arguments a positional template takes; further ones are surplus.</summary>
    public int ArgumentCount { get; }

    /// <summary>
    /// Whether the arguments can be the values of a message without a change: no argument is missing, or sinks show a
    /// hole without a value as it was written.
    /// </summary>
    public bool ArgumentsAreValues(int arguments) =>
        !HasBuiltIns && !HasPython && (_isIndexed || arguments >= ArgumentCount
            || Array.TrueForAll(_holes, static hole => hole.Raw == hole.SinkText));

    /// <summary>
    /// The message with its holes filled. Never throws: a hole that cannot be rendered is shown as written.
    /// </summary>
    public string Render(object?[] values)
    {
        var text = new BoundedText(LogText.MaxLength);
        for (var i = 0; i < _holes.Length; i++)
        {
            var hole = _holes[i];
            text.Append(hole.Literal);
            var position = LogHole.Last(_positions[i], values.Length);
            var shown = position >= 0
                ? LogValue.TryRender(values[position], hole.Format, OperatorOf(position))
                : null;
            Align(text, shown ?? hole.Raw, shown is null ? 0 : hole.Alignment);
        }

        text.Append(Tail);
        return LogText.Shown(text.ToString(), text.Missing);
    }

    /// <summary>This template, changed for one call's values.</summary>
    /// <remarks>
    /// Sinks match values to holes by position. Therefore a hole without a value becomes text, as it was written in the
    /// template.
    /// </remarks>
    /// <param name="states">For each hole: how the call fills the hole.</param>
    /// <param name="arguments">How many arguments the call gave to a positional template.</param>
    public LogTemplate With(ReadOnlySpan<HoleState> states, int arguments)
    {
        var kept = new List<LogHole>(_holes.Length);
        var literal = new StringBuilder();
        for (var i = 0; i < _holes.Length; i++)
        {
            literal.Append(_holes[i].Literal);
            if (states[i] == HoleState.Missing)
            {
                literal.Append(_holes[i].Raw);
                continue;
            }

            // If the value is the argument of another hole of the same name, that hole's operator applies.
            var argument = _isIndexed ? -1 : LogHole.Last(_holes[i].Arguments, arguments);
            var taker = argument >= 0 ? Array.Find(_holes, hole => hole.Position == argument) : null;
            var hole = _holes[i] with { Literal = literal.ToString(), Operator = (taker ?? _holes[i]).Operator };
            kept.Add(states[i] == HoleState.Text ? hole.AsText() : hole);
            literal.Clear();
        }

        // If only numbers are left, sinks would read them as indexes.
        if (kept.TrueForAll(static hole => hole.ShownName.All(char.IsAsciiDigit)))
            kept = kept.ConvertAll(static hole => hole with { SinkName = "_" + hole.SinkName });
        return new LogTemplate(null, [.. kept], literal.Append(Tail).ToString());
    }

    /// <summary>This template, with names for texts of values that differ from the names of a call's fields.</summary>
    public LogTemplate WithNamesBeside((string Name, object? Value)[]? fields)
    {
        if (fields is null || !Array.Exists(_holes, hole => hole.Python is not null && IsTaken(hole.TextName)))
            return this;
        var holes = Array.ConvertAll(_holes, hole =>
        {
            var name = hole.TextName;
            for (var n = 2; IsTaken(name) || Array.Exists(_holes, it => it != hole && it.TextName == name); n++)
                name = $"{hole.TextName}_{n}";
            return hole with { TextName = name };
        });
        return new LogTemplate(null, holes, Tail, _isIndexed);

        bool IsTaken(string name) => Array.Exists(fields, field => field.Name == name);
    }

    private static int[][] PositionsByName(LogHole[] holes)
    {
        var ofName = holes.Select(static (hole, i) => (hole.ShownName, Position: i))
            .GroupBy(static hole => hole.ShownName, static hole => hole.Position, StringComparer.Ordinal)
            .ToDictionary(static name => name.Key, static name => name.ToArray(), StringComparer.Ordinal);
        return [.. holes.Select(hole => ofName[hole.ShownName])];
    }

    // As in Serilog, the operator of the last hole that the value fills applies in all holes of the name.
    private string OperatorOf(int position) =>
        _isIndexed ? Array.FindLast(_holes, hole => hole.Arguments[0] == position)!.Operator : _holes[position].Operator;

    private static void Align(BoundedText text, string shown, int alignment)
    {
        var missing = Math.Max(0, Math.Abs(alignment) - shown.Length);
        if (alignment > 0)
            text.AppendSpaces(missing);
        text.Append(shown);
        if (alignment < 0)
            text.AppendSpaces(missing);
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

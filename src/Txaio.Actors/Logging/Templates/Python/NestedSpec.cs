using System.Diagnostics.CodeAnalysis;

namespace Txaio.Actors.LogTemplates.Python;

/// <summary>A format spec that contains holes, as in <c>{v:{w}.{p}f}</c>.</summary>
internal sealed class NestedSpec
{
    private readonly string[] _literals;

    private NestedSpec(string[] literals, NestedField[] fields)
    {
        _literals = literals;
        Fields = fields;
    }

    /// <summary>The inner holes, in order.</summary>
    public NestedField[] Fields { get; private init; }

    /// <summary>
    /// The position after the hole that starts at <paramref name="start"/>, if the hole's spec contains holes; else -1.
    /// The hole's name must be a plain path. So <c>{"json": {A}}</c> is not a hole with a spec.
    /// </summary>
    public static int EndOfHole(string template, int start)
    {
        var rest = template.AsSpan(start, Math.Min(template.Length - start, LogLimits.Hole));
        var colon = rest.IndexOf(':');
        var brace = rest[1..].IndexOf('{') + 1;
        if (colon < 0 || brace < colon || !FieldPath.TryParse(NameOf(rest[1..colon]), strict: true, out _))
            return -1;

        // A space alone before the inner hole is not a spec: "{status: {A}}" is a text that contains the hole {A}.
        if (brace == colon + 2 && rest[colon + 1] == ' ')
            return -1;
        for (var at = colon + 1; at < rest.Length; at++)
        {
            if (rest[at] == '}')
                return start + at + 1;
            if (rest[at] != '{')
                continue;
            var end = rest[at..].IndexOf('}');
            if (end < 0 || !FieldPath.TryParse(rest[(at + 1)..(at + end)], strict: true, out _))
                return -1;
            at += end;
        }

        return -1;
    }

    /// <summary>Reads a spec that contains holes.</summary>
    /// <returns>False if the spec has no holes, or has braces that are not holes.</returns>
    public static bool TryParse(string spec, [NotNullWhen(true)] out NestedSpec? nested)
    {
        nested = null;
        var literals = new List<string>();
        var fields = new List<NestedField>();
        var rest = spec.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open)
        {
            var length = rest[open..].IndexOf('}');
            if (length < 0 || !FieldPath.TryParse(rest[(open + 1)..(open + length)], strict: true, out var path))
                return false;
            literals.Add(rest[..open].ToString());
            fields.Add(new NestedField(path));
            rest = rest[(open + length + 1)..];
        }

        literals.Add(rest.ToString());
        nested = fields.Count > 0 ? new NestedSpec([.. literals], [.. fields]) : null;
        return nested is not null;
    }

    /// <summary>The same spec, with the argument positions in <paramref name="fields"/>.</summary>
    public NestedSpec With(IEnumerable<NestedField> fields) => new(_literals, [.. fields]);

    /// <summary>The spec with its holes filled; null if the filled spec is too long.</summary>
    public string? Fill(ReadOnlySpan<object?> values)
    {
        var spec = _literals[0];
        for (var i = 0; i < values.Length; i++)
        {
            var shown = PythonRepr.Of(values[i], 's');
            if (spec.Length + shown.Length > LogLimits.Hole)
                return null;
            spec += shown + _literals[i + 1];
        }

        return spec;
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> name) =>
        name is [.., '!', 'r' or 's' or 'a'] ? name[..^2] : name;
}

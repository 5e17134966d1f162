using Txaio.Actors.Loggers;
using Txaio.Actors.LogTemplates.Python;

namespace Txaio.Actors.LogTemplates;

/// <summary>
/// Makes the template of an interpolated string: <c>$"{times} of {a + b}"</c> is <c>{times} of {_1}</c>.
/// </summary>
internal static class InterpolatedTemplate
{
    /// <summary>The template of the parts that end at <paramref name="last"/>.</summary>
    public static LogTemplate Build(InterpolatedNode last)
    {
        var parts = new Stack<InterpolatedNode>();
        for (var node = last; node is not null; node = node.Parent)
            parts.Push(node);

        var holes = new List<LogHole>();
        var hasPython = parts.Any(static part => SpecOf(part.Format) is not null);
        var taken = new HashSet<string>(hasPython ? LogHole.BuiltInNames : []);
        var literal = "";
        foreach (var part in parts)
        {
            if (!part.IsHole)
            {
                literal += part.Part;
                continue;
            }

            var name = Unique(NameOf(part.Part, holes.Count), taken);
            var alignment = Math.Clamp(part.Alignment, -LogLimits.Width, LogLimits.Width);
            var isBounded = FormatBound.Allows(part.Format) && SpecOf(part.Format) is null or { IsBounded: true };
            var format = isBounded ? part.Format : null;
            var hole = new LogHole(literal, "", name, alignment, format)
            {
                Arguments = [holes.Count],
            };
            holes.Add(hole with { Raw = hole.SinkText });
            literal = "";
        }

        var template = new LogTemplate(null, [.. holes], literal);
        return hasPython ? Reread(template) : template;
    }

    private static PythonSpec? SpecOf(string? format) =>
        format is not null && PythonSpec.TryParsePythons(format, out var spec) ? spec : null;

    // Parses the text of the template as a positional template, which reads Python's specs. If the limits would make a
    // hole text, the template is kept unchanged.
    private static LogTemplate Reread(LogTemplate template)
    {
        var read = LogTemplateParser.Parse(template.Text, LogTemplateKind.Positional);
        return read.Holes.Length == template.Holes.Length ? read : template;
    }

    /// <summary>
    /// The expression if it is a plain path, with <c>_</c> for its dots; else a name made of the hole's position. Every
    /// sink accepts these names.
    /// </summary>
    internal static string NameOf(string expression, int position)
    {
        var name = expression.StartsWith('@') ? expression[1..] : expression;
        return Array.TrueForAll(name.Split('.'), IsIdentifier) ? name.Replace('.', '_') : $"_{position}";
    }

    private static bool IsIdentifier(string part) =>
        part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(c => char.IsLetterOrDigit(c) || c == '_');

    private static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var n = 2; !taken.Add(unique); n++)
            unique = $"{name}_{n}";
        return unique;
    }
}

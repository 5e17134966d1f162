using System.Globalization;
using System.Text;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.LogTemplates;

/// <summary>The kind of values that fill a template; it decides how holes are read.</summary>
internal enum LogTemplateKind
{
    /// <summary>Nothing: braces are text, but for the names that are always there.</summary>
    Text,

    /// <summary>Arguments by position, as in Serilog and Microsoft.Extensions.Logging.</summary>
    Positional,

    /// <summary>Fields by name, with paths as in Python's <c>str.format</c>.</summary>
    Keyword,
}

/// <summary>Reads a template. All but holes is text: no template is refused.</summary>
internal ref struct LogTemplateParser
{
    private readonly string _format;
    private readonly LogTemplateKind _kind;
    private readonly List<LogHole> _holes = [];
    private readonly StringBuilder _literal = new();
    private readonly int _lastClose;

    private LogTemplateParser(string format, LogTemplateKind kind)
    {
        _format = format;
        _kind = kind;
        _lastClose = format.LastIndexOf('}');
    }

    /// <summary>Parses <paramref name="format"/>.</summary>
    public static LogTemplate Parse(string format, LogTemplateKind kind)
    {
        if (format.Length > LogLimits.Template)
            return new LogTemplate(format, [], format);
        var parser = new LogTemplateParser(format, kind);
        parser.ReadAll();
        var holes = kind == LogTemplateKind.Text ? parser._holes.ToArray() : UniqueNames(parser._holes, kind);
        var isIndexed = kind == LogTemplateKind.Positional && AssignArguments(holes);
        return new LogTemplate(format, holes, parser._literal.ToString(), isIndexed);
    }

    private readonly void ReadAll()
    {
        for (var at = 0; at < _format.Length;)
        {
            var c = _format[at];
            var doubled = at + 1 < _format.Length && _format[at + 1] == c;
            if (c is '{' or '}' && doubled)
            {
                // Without arguments braces are text, also two of them.
                _literal.Append(c, _kind == LogTemplateKind.Text ? 2 : 1);
                at += 2;
            }
            else if (c == '{')
            {
                var end = EndOfHole(at);
                if (!TryReadHole(at, end))
                    _literal.Append(_format, at, end - at);
                at = end;
            }
            else
            {
                _literal.Append(c);
                at++;
            }
        }
    }

    // The position after the hole that starts here, or after the text if it turns out to be no hole: after the closing
    // brace; at the end of the template if there is none; after the opening brace if another one comes before the
    // closing one, as in {"json": {A}}.
    private readonly int EndOfHole(int start)
    {
        if (start > _lastClose)
            return _format.Length;
        var next = start + 1 + _format.AsSpan(start + 1).IndexOfAny('{', '}');
        return _format[next] == '{' ? start + 1 : next + 1;
    }

    private readonly bool TryReadHole(int start, int end)
    {
        if (end < start + 3 || _format[end - 1] != '}')
            return false;
        if (end - start > LogLimits.Hole || _holes.Count == LogLimits.Holes)
            return false;

        var body = _format.AsSpan(start + 1, end - start - 2);
        var name = body[..NameLength(body)];
        if (!TryReadShape(body[name.Length..], out var alignment, out var format))
            return false;

        var prefix = name.Length > 1 && name[0] is '@' or '$' ? name[..1].ToString() : "";
        if (!FieldPath.TryParse(name[prefix.Length..], _kind == LogTemplateKind.Positional, out var path))
            return false;

        var builtIn = LogHole.BuiltInOf(path);
        if (_kind == LogTemplateKind.Text && builtIn == LogBuiltIn.None)
            return false;

        var raw = _format[start..end];
        _holes.Add(new LogHole(_literal.ToString(), raw, path.SinkName, alignment, format)
        {
            Operator = prefix,
            Path = path,
            BuiltIn = builtIn,
        });
        _literal.Clear();
        return true;
    }

    // The name ends at the first ',' or ':' that is not inside [...].
    private static int NameLength(ReadOnlySpan<char> body)
    {
        var inBrackets = false;
        for (var i = 0; i < body.Length; i++)
        {
            switch (body[i])
            {
                case '[':
                    inBrackets = true;
                    break;
                case ']':
                    inBrackets = false;
                    break;
                case ',' or ':' when !inBrackets:
                    return i;
            }
        }

        return body.Length;
    }

    // ",5:N1", ",5", ":N1" or nothing.
    private static bool TryReadShape(ReadOnlySpan<char> shape, out int alignment, out string? format)
    {
        alignment = 0;
        format = null;
        if (shape.IsEmpty)
            return true;

        if (shape.IndexOf(':') is >= 0 and var colon)
        {
            format = shape[(colon + 1)..].ToString();
            shape = shape[..colon];
            if (!FormatBound.Allows(format))
                return false;
        }

        return shape.IsEmpty
            || (shape is [',', not '+', ..]
                && int.TryParse(
                    shape[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out alignment)
                && Math.Abs((long)alignment) <= LogLimits.Width);
    }

    // Holes such as {0} {1} are indexes if all of the caller's holes are numbers; else each takes the next argument.
    // Names that are always there take none. Returns whether the holes index the arguments, which then are the values.
    private static bool AssignArguments(LogHole[] holes)
    {
        var callers = Array.FindAll(holes, static hole => hole.BuiltIn == LogBuiltIn.None);
        var isIndexed = Array.TrueForAll(callers, static hole => IsIndex(hole, out _));
        var arguments = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var i = 0; i < callers.Length; i++)
        {
            var name = callers[i].Path!.Text;
            if (isIndexed && IsIndex(callers[i], out var index))
                arguments[name] = [index];
            else
                arguments[name] = [.. arguments.GetValueOrDefault(name, []), i];
        }

        for (var i = 0; i < holes.Length; i++)
            holes[i] = holes[i] with { Arguments = arguments.GetValueOrDefault(holes[i].Path!.Text, []) };
        return isIndexed && callers.Length is > 0 and var count && count == holes.Length;
    }

    private static bool IsIndex(LogHole hole, out int index) =>
        int.TryParse(hole.Path!.Text, NumberStyles.None, CultureInfo.InvariantCulture, out index);

    // Sinks read numbers as indexes, and a name that begins with a digit as text, which would shift the values.
    private static string SinkNameOf(LogHole hole) =>
        char.IsDigit(hole.SinkName[0]) ? "_" + hole.SinkName : hole.SinkName;

    // {a.b} and {a_b} are two values, which need two names; {a} and {a} are one value.
    private static LogHole[] UniqueNames(List<LogHole> holes, LogTemplateKind kind)
    {
        var taken = new Dictionary<string, string>();
        var named = new LogHole[holes.Count];
        for (var i = 0; i < named.Length; i++)
        {
            var (hole, path) = (holes[i], holes[i].Path!.Text);
            var isIndex = kind == LogTemplateKind.Positional && hole.SinkName.All(char.IsDigit);
            var name = isIndex ? hole.SinkName : SinkNameOf(hole);
            var unique = name;
            for (var n = 2; taken.TryGetValue(unique, out var other) && other != path; n++)
                unique = $"{name}_{n}";
            taken[unique] = path;
            named[i] = hole with { SinkName = unique };
        }

        return named;
    }
}

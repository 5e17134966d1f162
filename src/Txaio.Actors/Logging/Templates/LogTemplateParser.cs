using System.Globalization;
using System.Text;
using Txaio.Actors.Loggers;
using Txaio.Actors.LogTemplates.Python;

namespace Txaio.Actors.LogTemplates;

/// <summary>The kind of values that fill a template. The kind decides how holes are read.</summary>
internal enum LogTemplateKind
{
    /// <summary>No values: braces are text, except around built-in names.</summary>
    Text,

    /// <summary>Arguments by position, as in Serilog and Microsoft.Extensions.Logging.</summary>
    Positional,

    /// <summary>Fields by name, with paths as in Python's <c>str.format</c>.</summary>
    Keyword,
}

/// <summary>Reads a template. Everything except holes is text, so no template is refused.</summary>
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
        var holes = UniqueNames(parser._holes, kind);
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
                // Without arguments, doubled braces stay doubled.
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

    // Returns the position after the hole that starts here. For text that is not a hole, returns the position after the
    // closing brace, or the end of the template if no brace closes. If a second brace opens before the first closes, as
    // in {"json": {A}}, returns the position after the first, unless the second belongs to a spec, as in {a:{b}}.
    private readonly int EndOfHole(int start)
    {
        if (start > _lastClose)
            return _format.Length;
        var next = start + 1 + _format.AsSpan(start + 1).IndexOfAny('{', '}');
        if (_format[next] == '}')
            return next + 1;
        var end = _kind == LogTemplateKind.Text ? -1 : NestedSpec.EndOfHole(_format, start);
        return end >= 0 ? end : start + 1;
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

        var conversion = name is [_, .., '!', 'r' or 's' or 'a'] ? name[^1] : '\0';
        if (conversion != '\0')
            name = name[..^2];
        if (!TryReadPython(conversion, alignment, format, out var python))
            return false;

        var prefix = name.Length > 1 && name[0] is '@' or '$' ? name[..1].ToString() : "";
        if (!FieldPath.TryParse(name[prefix.Length..], _kind == LogTemplateKind.Positional, out var path))
            return false;

        var builtIn = LogHole.BuiltInOf(path);
        if (_kind == LogTemplateKind.Text && builtIn == LogBuiltIn.None)
            return false;

        var raw = _format[start..end];
        var hole = new LogHole(_literal.ToString(), raw, path.SinkName, alignment, format)
        {
            Operator = prefix,
            Path = path,
            BuiltIn = builtIn,
            Python = python,
        };
        _holes.Add(python is null ? hole : Translated(hole, python.Net));
        _literal.Clear();
        return true;
    }

    // Returns false if the hole is text: the spec exceeds the limits, has braces that are not holes, or follows a
    // conversion and is not Python's.
    private static bool TryReadPython(char conversion, int alignment, string? format, out PythonHole? python)
    {
        PythonSpec? spec = null;
        NestedSpec? nested = null;
        python = null;
        if (format is { Length: > 0 } && !NestedSpec.TryParse(format, out nested))
        {
            // A conversion makes a text. .NET has no formats for texts, so the spec must be Python's.
            var isPythons = conversion == '\0'
                ? PythonSpec.TryParsePythons(format, out spec)
                : PythonSpec.TryParse(format, out spec);
            if (format.Contains('{') || (spec is { IsBounded: false }) || (conversion != '\0' && !isPythons))
                return false;
        }

        if (conversion != '\0' || spec is not null || nested is not null)
            python = new PythonHole(conversion, spec, nested, alignment);
        return true;
    }

    private static LogHole Translated(LogHole hole, NetFormat? net) =>
        net is null ? hole.AsText() : hole with { Alignment = net.Alignment, Format = net.Format };

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

    // If all of the caller's holes are numbers, as in {0} {1}, the holes are indexes. Else each hole takes the next
    // argument, and the holes in its format take the arguments after that. Built-in names take no argument. Returns
    // whether the holes are indexes into the arguments and the arguments can be the values.
    private static bool AssignArguments(LogHole[] holes)
    {
        var paths = holes.SelectMany(PathsOf).ToArray();
        var isIndexed = Array.TrueForAll(paths, static path => IsIndex(path, out _));
        var arguments = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var i = 0; i < paths.Length; i++)
        {
            var name = paths[i].Text;
            if (isIndexed && IsIndex(paths[i], out var index))
                arguments[name] = [index];
            else
                arguments[name] = [.. arguments.GetValueOrDefault(name, []), i];
        }

        var next = 0;
        for (var i = 0; i < holes.Length; i++)
        {
            var own = holes[i].BuiltIn == LogBuiltIn.None ? next : -1;
            next += PathsOf(holes[i]).Count();
            holes[i] = holes[i] with
            {
                Arguments = ArgumentsOf(holes[i].Path!),
                Position = own,
                Python = WithArguments(holes[i].Python),
            };
        }

        return isIndexed && paths.Length > 0
            && Array.TrueForAll(holes, static hole => hole is { BuiltIn: LogBuiltIn.None, IsText: false });

        int[] ArgumentsOf(FieldPath path) => arguments.GetValueOrDefault(path.Text, []);

        PythonHole? WithArguments(PythonHole? python) => python?.Nested is not { } nested ? python : python with
        {
            Nested = nested.With(nested.Fields.Select(f => f with { Arguments = ArgumentsOf(f.Path) })),
        };
    }

    private static IEnumerable<FieldPath> PathsOf(LogHole hole)
    {
        if (hole.BuiltIn == LogBuiltIn.None)
            yield return hole.Path!;
        foreach (var field in hole.Python?.Nested?.Fields ?? [])
        {
            if (LogHole.BuiltInOf(field.Path) == LogBuiltIn.None)
                yield return field.Path;
        }
    }

    private static bool IsIndex(FieldPath path, out int index) =>
        int.TryParse(path.Text, NumberStyles.None, CultureInfo.InvariantCulture, out index);

    // {a.b} and {a_b} show two values and need two names. {a} and {a} show one value.
    private static LogHole[] UniqueNames(List<LogHole> holes, LogTemplateKind kind)
    {
        var taken = new Dictionary<string, string>();
        var named = new LogHole[holes.Count];
        for (var i = 0; i < named.Length; i++)
        {
            var (hole, path) = (holes[i], holes[i].Path!.Text);
            var isIndex = kind == LogTemplateKind.Positional && hole.SinkName.All(char.IsDigit);
            var name = isIndex ? hole.SinkName : hole.RawName;
            var unique = name;
            for (var n = 2; taken.TryGetValue(unique, out var other) && other != path; n++)
                unique = $"{name}_{n}";
            taken[unique] = path;
            named[i] = hole with { SinkName = unique };
        }

        var names = taken.Keys.ToHashSet();
        NameTexts(named, names, always: true);
        NameTexts(named, names, always: false);
        return named;
    }

    // The text of a value has another name than the value, because two holes may show one value in two ways. Holes that
    // always show texts are named first.
    private static void NameTexts(LogHole[] holes, HashSet<string> taken, bool always)
    {
        for (var i = 0; i < holes.Length; i++)
        {
            if (holes[i].Python is null || holes[i].IsText != always)
                continue;
            var name = holes[i].RawName + "_text";
            var unique = name;
            for (var n = 2; !taken.Add(unique); n++)
                unique = $"{name}_{n}";
            holes[i] = holes[i] with { TextName = unique };
        }
    }
}

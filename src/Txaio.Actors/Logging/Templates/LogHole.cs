using System.Globalization;
using Txaio.Actors.LogTemplates.Python;

namespace Txaio.Actors.LogTemplates;

/// <summary>The built-in names, which every template may use.</summary>
internal enum LogBuiltIn
{
    /// <summary>Not a built-in name: the caller passes the value.</summary>
    None,

    /// <summary><c>{log_time}</c>: the scheduler's time, a <see cref="DateTimeOffset"/>.</summary>
    Time,

    /// <summary><c>{log_level}</c>: the name of the level, such as <c>info</c>.</summary>
    Level,

    /// <summary><c>{log_format}</c>: the template as it was written.</summary>
    Format,

    /// <summary><c>{txaio_trace}</c>: whether the level is trace.</summary>
    Trace,

    /// <summary><c>{log_failure}</c> and paths below it: the event's cause, as a failed future.</summary>
    Failure,
}

/// <summary>One hole of a template and the text before it.</summary>
/// <param name="Literal">The text before the hole, as it is shown.</param>
/// <param name="Raw">The hole as it was written. This text is shown if the hole cannot be filled.</param>
/// <param name="SinkName">The hole's name for sinks. A path is converted to a plain name.</param>
/// <param name="Alignment">The least width, as in .NET. Negative: to the left. 0: no alignment.</param>
/// <param name="Format">The .NET format string, or null.</param>
internal sealed record LogHole(string Literal, string Raw, string SinkName, int Alignment, string? Format)
{
    /// <summary>The name of the event's failure, as on Twisted.</summary>
    public const string FailureName = "log_failure";

    /// <summary>All built-in names.</summary>
    public static readonly string[] BuiltInNames = ["log_time", "log_level", "log_format", "txaio_trace", FailureName];

    /// <summary>
    /// The operator of Serilog: <c>@</c> destructures the value, <c>$</c> makes the value a text; else empty.
    /// </summary>
    public string Operator { get; init; } = "";

    /// <summary>The path in the hole. Keyword templates follow the path to the value.</summary>
    public FieldPath? Path { get; init; }

    /// <summary>The built-in name that the hole has, if any.</summary>
    public LogBuiltIn BuiltIn { get; init; }

    /// <summary>
    /// The positions of the arguments that belong to the hole's name, in order; empty if no argument does.
    /// </summary>
    public int[] Arguments { get; init; } = [];

    /// <summary><c>Arguments</c>, and the arguments of the holes in the format.</summary>
    public IEnumerable<int> AllArguments =>
        Python?.Nested is { } nested ? Arguments.Concat(nested.Fields.SelectMany(static f => f.Arguments)) : Arguments;

    /// <summary>The position of the argument that the hole itself takes, or -1.</summary>
    public int Position { get; init; } = -1;

    /// <summary>The hole's conversion or spec in Python's syntax, or null.</summary>
    public PythonHole? Python { get; init; }

    /// <summary>Whether the message has the text of the value instead of the value: no .NET format fits.</summary>
    public bool IsText { get; init; }

    /// <summary>The name under which sinks get the text of the value.</summary>
    public string TextName { get; init; } = "";

    /// <summary><c>SinkName</c>, with <c>_</c> before a leading digit.</summary>
    public string RawName => FieldPath.RawNameOf(SinkName);

    /// <summary>The name under which sinks get the value, or its text if <c>IsText</c>.</summary>
    public string ShownName => IsText ? TextName : SinkName;

    /// <summary>The hole in the sinks' template.</summary>
    public string SinkText => IsText
        ? $"{{{TextName}}}"
        : string.Concat(
            "{" + Operator,
            SinkName,
            Alignment == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",{Alignment}"),
            Format is null ? "}" : $":{Format}}}");

    /// <summary>The hole with the text of the value instead of the value.</summary>
    public LogHole AsText() => this with { IsText = true, Alignment = 0, Format = null, Operator = "" };

    /// <summary>Pads a text by a .NET alignment.</summary>
    public static string Align(string shown, int alignment) =>
        alignment >= 0 ? shown.PadLeft(alignment) : shown.PadRight(-alignment);

    /// <summary>
    /// Finds the value that all holes of one name show. As in Serilog, the last value of the name is shown.
    /// </summary>
    /// <param name="positions">The positions of the name's values, in order.</param>
    /// <param name="count">How many values there are.</param>
    /// <returns>The value's position, or -1.</returns>
    public static int Last(int[] positions, int count)
    {
        for (var i = positions.Length - 1; i >= 0; i--)
        {
            if (positions[i] < count)
                return positions[i];
        }

        return -1;
    }

    /// <summary>The built-in name that <paramref name="path"/> equals or, for the failure, begins with.</summary>
    public static LogBuiltIn BuiltInOf(FieldPath path) => path.Text switch
    {
        "log_time" => LogBuiltIn.Time,
        "log_level" => LogBuiltIn.Level,
        "log_format" => LogBuiltIn.Format,
        "txaio_trace" => LogBuiltIn.Trace,
        _ => path.Root == FailureName ? LogBuiltIn.Failure : LogBuiltIn.None,
    };
}

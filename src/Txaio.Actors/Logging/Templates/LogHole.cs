using System.Globalization;
using Txaio.Actors.LogTemplates.Python;

namespace Txaio.Actors.LogTemplates;

/// <summary>The names that are always there.</summary>
internal enum LogBuiltIn
{
    /// <summary>None of them: the caller gives the value.</summary>
    None,

    /// <summary><c>{log_time}</c>: the scheduler's time, a <see cref="DateTimeOffset"/>.</summary>
    Time,

    /// <summary><c>{log_level}</c>: the name of the level, as <c>info</c>.</summary>
    Level,

    /// <summary><c>{log_format}</c>: the template as it was written.</summary>
    Format,

    /// <summary><c>{txaio_trace}</c>: whether the level is trace.</summary>
    Trace,

    /// <summary><c>{log_failure}</c> and paths below it: the event's cause, as a failed future.</summary>
    Failure,
}

/// <summary>One hole of a template and the text before it.</summary>
/// <param name="Literal">The text before the hole, braces already as they are shown.</param>
/// <param name="Raw">The hole as it was written, which is shown when it cannot be filled.</param>
/// <param name="SinkName">The hole's name for sinks, plain where the original is a path.</param>
/// <param name="Alignment">As in .NET: the least width, negative to the left; 0 is none.</param>
/// <param name="Format">The .NET format string, or null.</param>
internal sealed record LogHole(string Literal, string Raw, string SinkName, int Alignment, string? Format)
{
    /// <summary>The name of the event's failure, as on Twisted.</summary>
    public const string FailureName = "log_failure";

    /// <summary>All names that are always there.</summary>
    public static readonly string[] BuiltInNames = ["log_time", "log_level", "log_format", "txaio_trace", FailureName];

    /// <summary>
    /// <c>@</c> or <c>$</c>, which Serilog reads as an order to destructure or stringify; else empty.
    /// </summary>
    public string Operator { get; init; } = "";

    /// <summary>Where a keyword template finds the value.</summary>
    public FieldPath? Path { get; init; }

    /// <summary>The name that is always there, if it is one.</summary>
    public LogBuiltIn BuiltIn { get; init; }

    /// <summary>
    /// The positions of the arguments that belong to the hole's name, in order; empty if no argument does.
    /// </summary>
    public int[] Arguments { get; init; } = [];

    /// <summary>The same, with those of holes in the format.</summary>
    public IEnumerable<int> AllArguments =>
        Python?.Nested is { } nested ? Arguments.Concat(nested.Fields.SelectMany(static f => f.Arguments)) : Arguments;

    /// <summary>The position of the argument that the hole itself takes, or -1.</summary>
    public int Position { get; init; } = -1;

    /// <summary>What Python's syntax says of the hole, or null.</summary>
    public PythonHole? Python { get; init; }

    /// <summary>Whether the value of the message is the text of the value, for want of a .NET format.</summary>
    public bool IsText { get; init; }

    /// <summary>The name that sinks have for the text of the value.</summary>
    public string TextName { get; init; } = "";

    /// <summary>The name beside other names.</summary>
    public string RawName => FieldPath.RawNameOf(SinkName);

    /// <summary>The name that sinks have for the value of the message.</summary>
    public string ShownName => IsText ? TextName : SinkName;

    /// <summary>The hole as sinks read it.</summary>
    public string SinkText => IsText
        ? $"{{{TextName}}}"
        : string.Concat(
            "{" + Operator,
            SinkName,
            Alignment == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",{Alignment}"),
            Format is null ? "}" : $":{Format}}}");

    /// <summary>The hole with the text of the value instead of the value.</summary>
    public LogHole AsText() => this with { IsText = true, Alignment = 0, Format = null, Operator = "" };

    /// <summary>A text with an alignment of .NET.</summary>
    public static string Align(string shown, int alignment) =>
        alignment >= 0 ? shown.PadLeft(alignment) : shown.PadRight(-alignment);

    /// <summary>
    /// The value that all holes of one name show: as in Serilog, the last one that the message has.
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

    /// <summary>The built-in name that <paramref name="path"/> is, or begins with in the case of a failure.</summary>
    public static LogBuiltIn BuiltInOf(FieldPath path) => path.Text switch
    {
        "log_time" => LogBuiltIn.Time,
        "log_level" => LogBuiltIn.Level,
        "log_format" => LogBuiltIn.Format,
        "txaio_trace" => LogBuiltIn.Trace,
        _ => path.Root == FailureName ? LogBuiltIn.Failure : LogBuiltIn.None,
    };
}

using System.Diagnostics;
using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Parsing;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Serilog;

/// <summary>
/// A formatter for consoles and plain files, in which no text of an event can forge a line or steer a terminal.
/// Serilog's own text formatters write values and exceptions as they are.
/// </summary>
/// <remarks>
/// Control characters, line separators, marks of bidirectional text and halves of surrogate pairs are escapes, such as
/// <c>\u001b</c>; tab, CR and LF are <c>\t</c>, <c>\r</c> and <c>\n</c>. This holds for the template, for values, names
/// and types of properties, and for each line of an exception. Other sinks of the same logger get the event as it is.
/// Any thread. Not from txaio.
/// </remarks>
/// <example>
/// <code>.WriteTo.Console(new SafeTextFormatter("{Level:u3} {Message:lj}{NewLine}{Exception}"))</code>
/// </example>
[DebuggerDisplay("safe text by {_formatter}")]
public sealed class SafeTextFormatter : ITextFormatter
{
    private readonly ITextFormatter _formatter;

    /// <summary>Writes by an output template of Serilog, in the invariant culture.</summary>
    /// <param name="outputTemplate">The template, such as <c>{Level:u3} {Message:lj}{NewLine}{Exception}</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="outputTemplate"/> is null.</exception>
    public SafeTextFormatter(string outputTemplate)
        : this(new MessageTemplateTextFormatter(outputTemplate, CultureInfo.InvariantCulture))
    {
    }

    /// <summary>Writes by another formatter, which gets an event with safe texts.</summary>
    /// <param name="formatter">The formatter.</param>
    /// <exception cref="ArgumentNullException"><paramref name="formatter"/> is null.</exception>
    public SafeTextFormatter(ITextFormatter formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        _formatter = formatter;
    }

    /// <summary>Writes an event.</summary>
    /// <param name="logEvent">The event, which does not change.</param>
    /// <param name="output">The output.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ObjectDisposedException">The output is closed.</exception>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        ArgumentNullException.ThrowIfNull(output);
        _formatter.Format(Safe(logEvent), output);
    }

    private static LogEvent Safe(LogEvent e) => new(
        e.Timestamp,
        e.Level,
        SafeCause.Of(e.Exception),
        new MessageTemplate(e.MessageTemplate.Tokens.Select(token => Safe(token, e))),
        e.Properties.Select(static property =>
            new LogEventProperty(SafeText.Of(property.Key), Safe(property.Value))),
        e.TraceId ?? default,
        e.SpanId ?? default);

    // A hole without a value is written as it stands in the template.
    private static MessageTemplateToken Safe(MessageTemplateToken token, LogEvent e) => token switch
    {
        TextToken text => new TextToken(SafeText.Of(text.Text)),
        PropertyToken hole when !e.Properties.ContainsKey(hole.PropertyName) =>
            new TextToken(SafeText.Of(hole.ToString())),
        _ => token,
    };

    private static LogEventPropertyValue Safe(LogEventPropertyValue value) => value switch
    {
        ScalarValue scalar => Safe(scalar),
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(Safe)),
        StructureValue structure => new StructureValue(
            structure.Properties.Select(static property =>
                new LogEventProperty(SafeText.Of(property.Name), Safe(property.Value))),
            structure.TypeTag is { } tag ? SafeText.Of(tag) : null),
        DictionaryValue dictionary => new DictionaryValue(dictionary.Elements.Select(static element =>
            new KeyValuePair<ScalarValue, LogEventPropertyValue>(Safe(element.Key), Safe(element.Value)))
            // Serilog throws for two equal keys, and would lose the event.
            .DistinctBy(static element => element.Key)),
        _ => new ScalarValue(SafeText.Of(value.ToString())),
    };

    // Numbers and times keep their type, because the output template may have a format for them.
    private static ScalarValue Safe(ScalarValue scalar) => scalar.Value switch
    {
        null or bool => scalar,
        string text => SafeText.IsSafe(text) ? scalar : new ScalarValue(SafeText.Of(text)),
        _ when scalar.ToString() is var text && SafeText.IsSafe(text) => scalar,
        var other => new ScalarValue(SafeText.Of(Convert.ToString(other, CultureInfo.InvariantCulture) ?? "")),
    };
}

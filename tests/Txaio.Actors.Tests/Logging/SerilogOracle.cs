using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Txaio.Actors.Tests.Logging;

/// <summary>Renders templates with Serilog itself, for comparison.</summary>
internal sealed class SerilogOracle : ILogEventSink
{
    private readonly MessageTemplateTextFormatter _formatter = new("{Message:l}", CultureInfo.InvariantCulture);
    private readonly Logger _logger;

    // CsCheck runs samples on several threads.
    [ThreadStatic]
    private static LogEvent? _last;

    public SerilogOracle() => _logger = new global::Serilog.LoggerConfiguration().WriteTo.Sink(this).CreateLogger();

    public string Text(string template, object?[] values)
    {
        _logger.Write(LogEventLevel.Information, template, values);
        var text = new StringWriter();
        _formatter.Format(_last!, text);
        return text.ToString();
    }

    /// <summary>The text of Serilog, or null when a value does not know its format and Serilog has no text.</summary>
    public string? TryText(string template, object?[] values)
    {
        try
        {
            return Text(template, values);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public void Emit(LogEvent logEvent) => _last = logEvent;
}

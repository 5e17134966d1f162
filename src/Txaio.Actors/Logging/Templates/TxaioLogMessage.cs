using Akka.Event;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogTemplates;

/// <summary>
/// The message of txaio's events: a template with plain names, and a value for each hole in order. Akka's own log
/// messages have the same form, so that sinks for Akka can read txaio's messages.
/// </summary>
/// <remarks>Up to three arguments are kept without boxing. A sink that reads the values boxes them.</remarks>
internal abstract class TxaioLogMessage(LogTemplate template)
    : LogMessage(SemanticLogMessageFormatter.Instance, template.Text)
{
    /// <summary>The values, in the order that the template expects.</summary>
    public abstract object?[] Values { get; }

    /// <inheritdoc/>
    public override IEnumerable<object> Parameters() => Values!;

    /// <inheritdoc/>
    public override string Unformatted() =>
        LogText.Shown(string.Join(',', Values.Select(static value => LogValue.TryRender(value, null))));

    /// <summary>The message with its holes filled, safe in a line and cut at <see cref="LogText.MaxLength"/>.</summary>
    public override string ToString() => template.Render(Values);
}

/// <summary>A message with any number of values.</summary>
internal sealed class TxaioLogMessageOfArray(LogTemplate template, object?[] values) : TxaioLogMessage(template)
{
    /// <inheritdoc/>
    public override object?[] Values => values;
}

/// <summary>A message with one value.</summary>
internal sealed class TxaioLogMessage<T0>(LogTemplate template, T0 arg0) : TxaioLogMessage(template)
{
    /// <inheritdoc/>
    public override object?[] Values => [arg0];
}

/// <summary>A message with two values.</summary>
internal sealed class TxaioLogMessage<T0, T1>(LogTemplate template, T0 arg0, T1 arg1) : TxaioLogMessage(template)
{
    /// <inheritdoc/>
    public override object?[] Values => [arg0, arg1];
}

/// <summary>A message with three values.</summary>
internal sealed class TxaioLogMessage<T0, T1, T2>(LogTemplate template, T0 arg0, T1 arg1, T2 arg2)
    : TxaioLogMessage(template)
{
    /// <inheritdoc/>
    public override object?[] Values => [arg0, arg1, arg2];
}

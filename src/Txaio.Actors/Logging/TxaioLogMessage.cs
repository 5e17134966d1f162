using Akka.Event;

namespace Txaio.Actors;

/// <summary>
/// What our events carry as their message: a template with plain names and a value for each hole, in order, as Akka's
/// own log messages have it, so that every sink for those can read ours.
/// </summary>
internal sealed class TxaioLogMessage(LogTemplate template, object?[] values)
    : LogMessage(SemanticLogMessageFormatter.Instance, template.Text)
{
    /// <inheritdoc/>
    public override IEnumerable<object> Parameters() => values!;

    /// <inheritdoc/>
    public override string Unformatted() => string.Join(',', values.Select(v => LogValue.TryRender(v, null)));

    /// <summary>The message with its holes filled.</summary>
    public override string ToString() => template.Render(values);
}

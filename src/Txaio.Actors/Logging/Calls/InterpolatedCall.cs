using System.Runtime.CompilerServices;
using Txaio.Actors.LogTemplates;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogCalls;

/// <summary>
/// Collects the parts of an interpolated log call, for both handlers. Empty while the level is off.
/// </summary>
/// <remarks>Only two references, because every call clears and copies them, also below the level.</remarks>
internal struct InterpolatedCall
{
    private const int MostValues = 1000;
    private object?[]? _values;
    private InterpolatedNode? _node;

    /// <summary>Whether the level is on.</summary>
    public readonly bool IsEnabled => _values is not null;

    /// <summary>Starts a call of an enabled level.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="formattedCount"/> is negative.</exception>
    public static InterpolatedCall Start(int formattedCount)
    {
        // The compiler gives the number of holes. A larger number only means that the array grows later.
        ArgumentOutOfRangeException.ThrowIfNegative(formattedCount);
        return new() { _values = new object?[Math.Min(formattedCount, MostValues)] };
    }

    /// <summary>Appends the text between two holes.</summary>
    public void AppendLiteral(string value) => _node = InterpolatedNode.Next(_node, value, isHole: false);

    /// <summary>Appends a hole and its value.</summary>
    public void AppendFormatted(object? value, int alignment, string? format, string name)
    {
        if (_values is null)
            return;
        _node = InterpolatedNode.Next(_node, name, isHole: true, alignment, format);
        if (_node.Holes > _values.Length)
            Array.Resize(ref _values, _node.Holes + 4);
        _values[_node.Holes - 1] = value;
    }

    /// <summary>
    /// Publishes the call. Not inlined, so that a call below the level reserves no stack for the entry.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly void WriteTo(ITxaioLogger logger, TxaioLogLevel level, Exception? cause)
    {
        ArgumentNullException.ThrowIfNull(logger);
        if (_node?.Template is not { } template)
        {
            logger.Write(new TxaioLogEntry { Level = level, Cause = cause });
            return;
        }

        if (template.HasPython)
        {
            // How a Python spec is shown depends on the value: the binder makes the message.
            logger.Write(new TxaioLogEntry
            {
                Level = level,
                Cause = cause,
                Format = template.Source,
                ArgumentArray = _values![..template.Holes.Length],
            });
            return;
        }

        object message = template.Holes.IsEmpty
            ? LogText.Of(template.Tail)
            : new TxaioLogMessageOfArray(template, _values!);
        logger.Write(new TxaioLogEntry { Level = level, Cause = cause, Format = template.Text, Message = message });
    }
}

using System.Runtime.CompilerServices;
using Txaio.Actors.LogTemplates;

namespace Txaio.Actors.LogCalls;

/// <summary>
/// An interpolated log call while its parts come in. Inside both handlers; nothing while the level is off.
/// </summary>
/// <remarks>Two words and no more: every call clears and copies them, also one whose level is off.</remarks>
internal struct InterpolatedCall
{
    private object?[]? _values;
    private InterpolatedNode? _node;

    /// <summary>Whether the level is on.</summary>
    public readonly bool IsEnabled => _values is not null;

    /// <summary>Starts a call of an enabled level.</summary>
    public static InterpolatedCall Start(int formattedCount) => new() { _values = new object?[formattedCount] };

    /// <summary>Takes the next text.</summary>
    public void AppendLiteral(string value) => _node = InterpolatedNode.Next(_node, value, isHole: false);

    /// <summary>Takes the next hole.</summary>
    public void AppendFormatted(object? value, int alignment, string? format, string name)
    {
        if (_values is null)
            return;
        _node = InterpolatedNode.Next(_node, name, isHole: true, alignment, format);
        if (_node.Holes > _values.Length)
            Array.Resize(ref _values, _node.Holes + 4);
        _values[_node.Holes - 1] = value;
    }

    /// <summary>Publishes the call. Not inlined, so that a call that is off does not make room for an entry.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly void WriteTo(ITxaioLogger logger, TxaioLogLevel level, Exception? cause)
    {
        if (_node?.Template is not { } template)
        {
            logger.Write(new TxaioLogEntry { Level = level, Cause = cause });
            return;
        }

        object message = template.Holes.IsEmpty
            ? LogText.Of(template.Tail)
            : new TxaioLogMessageOfArray(template, _values!);
        logger.Write(new TxaioLogEntry { Level = level, Cause = cause, Format = template.Text, Message = message });
    }
}

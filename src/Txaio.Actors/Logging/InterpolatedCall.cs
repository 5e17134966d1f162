namespace Txaio.Actors;

/// <summary>
/// An interpolated log call while its parts come in. Inside both handlers; nothing while the level is off.
/// </summary>
internal struct InterpolatedCall
{
    private object?[]? _values;
    private InterpolatedNode? _node;
    private int _count;

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
        if (_count == _values.Length)
            Array.Resize(ref _values, _count + 4);
        _node = InterpolatedNode.Next(_node, name, isHole: true, alignment, format);
        _values[_count++] = value;
    }

    /// <summary>The call, complete.</summary>
    public readonly TxaioLogEntry ToEntry(TxaioLogLevel level, Exception? cause)
    {
        if (_node?.Template is not { } template)
            return new TxaioLogEntry { Level = level, Cause = cause };

        object message = template.Holes.IsEmpty ? template.Tail : new TxaioLogMessageOfArray(template, _values!);
        return new TxaioLogEntry { Level = level, Cause = cause, Format = template.Text, Message = message };
    }
}

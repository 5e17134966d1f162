namespace Txaio.Actors.LogCalls;

/// <summary>
/// Adds a field to the entries of a logger that the program implements, except to entries with a field of that name.
/// </summary>
internal sealed class ContextLogger : ITxaioLogger
{
    private readonly ITxaioLogger _logger;
    private readonly string _name;
    private readonly object? _value;

    public ContextLogger(ITxaioLogger logger, string name, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (_logger, _name, _value) = (logger, name, value);
    }

    public string Namespace => _logger.Namespace;

    public TxaioLogLevel Level => _logger.Level;

    public bool IsEnabled(TxaioLogLevel level) => _logger.IsEnabled(level);

    public void SetLogLevel(TxaioLogLevel level, bool keep = true) => _logger.SetLogLevel(level, keep);

    public void Write(in TxaioLogEntry entry)
    {
        var has = false;
        foreach (var (name, _) in entry.Fields)
            has |= name == _name;
        if (has)
            _logger.Write(in entry);
        else
            _logger.Write(entry with { Fields = [.. entry.Fields, (_name, _value)] });
    }
}

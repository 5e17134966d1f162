namespace Txaio.Actors.LogLevels;

/// <summary>
/// A level that loggers read on each call. The loggers of an actor system share one; a logger with a level of its own
/// has a cell of its own.
/// </summary>
/// <remarks>The hub writes it under its lock, log calls read it without: it is one volatile number.</remarks>
internal sealed class LogLevelCell(TxaioLogLevel level)
{
    private volatile int _level = (int)level;

    /// <summary>The level.</summary>
    public TxaioLogLevel Level
    {
        get => (TxaioLogLevel)_level;
        set => _level = (int)value;
    }

    /// <summary>Whether an event of <paramref name="level"/> is published; never one of level none.</summary>
    public bool Passes(TxaioLogLevel level) => (uint)(level - 1) < (uint)_level;
}

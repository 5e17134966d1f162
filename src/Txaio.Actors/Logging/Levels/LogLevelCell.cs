namespace Txaio.Actors.LogLevels;

/// <summary>
/// A level that loggers read on each call. The loggers of an actor system share a cell; a logger with its own level has
/// its own cell.
/// </summary>
/// <remarks>Threads that change levels write it under the hub's lock. Log calls read the volatile number.</remarks>
internal sealed class LogLevelCell(TxaioLogLevel level)
{
    private volatile int _level = (int)level;

    /// <summary>The level.</summary>
    public TxaioLogLevel Level
    {
        get => (TxaioLogLevel)_level;
        set => _level = (int)value;
    }

    /// <summary>Whether an event of <paramref name="level"/> is published. False for the level none.</summary>
    public bool Passes(TxaioLogLevel level) => (uint)(level - 1) < (uint)_level;
}

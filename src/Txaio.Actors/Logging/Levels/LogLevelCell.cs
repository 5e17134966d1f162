namespace Txaio.Actors.LogLevels;

/// <summary>
/// A level that loggers read on each call: one for all of an actor system, and one per logger with its own.
/// </summary>
/// <remarks>Written under the hub's lock, read by loggers without it.</remarks>
internal sealed class LogLevelCell(TxaioLogLevel level)
{
    private volatile int _level = (int)level;

    /// <summary>The level.</summary>
    public TxaioLogLevel Level
    {
        get => (TxaioLogLevel)_level;
        set => _level = (int)value;
    }

    /// <summary>Whether an event of <paramref name="level"/> passes; none, which is below all, never does.</summary>
    public bool Passes(TxaioLogLevel level) => (uint)(level - 1) < (uint)_level;
}

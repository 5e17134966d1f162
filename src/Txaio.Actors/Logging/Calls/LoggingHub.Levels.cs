using Akka.Event;
using Txaio.Actors.LogLevels;

namespace Txaio.Actors.LogCalls;

internal sealed partial class LoggingHub
{
    // The level that every logger reads unless it has one of its own.
    private readonly LogLevelCell _global;

    // Loggers with a level of their own, under _gate. Weak: a logger that the program has dropped does not keep the bus
    // open.
    private readonly List<(WeakReference<TxaioLogger> Logger, bool Keep)> _own = [];

    // The level of the bus before it was opened to debug, under _gate; null while it is not open.
    private LogLevel? _busLevelBefore;

    /// <summary>The level of all loggers that have none of their own.</summary>
    public TxaioLogLevel GetGlobalLogLevel() => _global.Level;

    /// <summary>Sets the level by name; see <see cref="SetGlobalLogLevel(TxaioLogLevel)"/>.</summary>
    /// <exception cref="ArgumentException">There is no level of that name.</exception>
    public void SetGlobalLogLevel(string level) => SetGlobalLogLevel(LogLevelNames.Parse(level));

    /// <summary>
    /// Sets the level of every logger, at once, but for those whose own level is to be kept; opens Akka's bus to debug
    /// while debug or trace is wanted, and puts it back after.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="level"/> is no level.</exception>
    public void SetGlobalLogLevel(TxaioLogLevel level)
    {
        LogLevelNames.Checked(level);
        lock (_gate)
            SetGlobal(level);
    }

    /// <summary>Gives one logger a level of its own.</summary>
    public void SetLogLevel(TxaioLogger logger, TxaioLogLevel level, bool keep)
    {
        LogLevelNames.Checked(level);
        lock (_gate)
        {
            _own.RemoveAll(own => !own.Logger.TryGetTarget(out var other) || ReferenceEquals(other, logger));
            _own.Add((new WeakReference<TxaioLogger>(logger), keep));
            logger.LevelCell = new LogLevelCell(level);
            OpenOrCloseBus();
        }
    }

    /// <summary>
    /// Puts Akka's bus back to its own level at the end of the actor system: while the bus is at debug, Akka prints its
    /// own debug events on standard output as it stops its loggers.
    /// </summary>
    public void CloseBus()
    {
        lock (_gate)
            PutBusBack();
    }

    private void SetGlobal(TxaioLogLevel level)
    {
        _global.Level = level;
        foreach (var (weak, keep) in _own)
        {
            if (!keep && weak.TryGetTarget(out var logger))
                logger.LevelCell = _global;
        }

        _own.RemoveAll(own => !own.Keep || !own.Logger.TryGetTarget(out _));
        OpenOrCloseBus();
    }

    // Akka's loggers subscribe to events of the bus's level and more severe ones, so that our debug and trace reach
    // them only while the bus is at debug. Its former level is put back, unless other code has set another meanwhile.
    private void OpenOrCloseBus()
    {
        var bus = _system.EventStream;
        var needed = _global.Level >= TxaioLogLevel.Debug
            || _own.Exists(own => own.Logger.TryGetTarget(out var logger) && logger.Level >= TxaioLogLevel.Debug);
        if (needed && _busLevelBefore is null && bus.LogLevel > LogLevel.DebugLevel)
        {
            _busLevelBefore = bus.LogLevel;
            SetBusLevel(bus, LogLevel.DebugLevel);
        }
        else if (!needed)
        {
            PutBusBack();
        }
    }

    private void PutBusBack()
    {
        if (_busLevelBefore is not { } before)
            return;
        _busLevelBefore = null;
        if (_system.EventStream.LogLevel == LogLevel.DebugLevel)
            SetBusLevel(_system.EventStream, before);
    }

    // The bus enumerates its loggers without a lock: a logger that starts at that moment makes it throw.
    private static void SetBusLevel(EventStream bus, LogLevel level)
    {
        const int tries = 3;
        for (var i = 1; ; i++)
        {
            try
            {
                bus.SetLogLevel(level);
                return;
            }
            catch (InvalidOperationException) when (i < tries)
            {
                // Enumerate again.
            }
        }
    }
}

using Akka.Event;
using Txaio.Actors.LogLevels;

namespace Txaio.Actors.LogCalls;

/// <summary>
/// The levels of an actor system's loggers: the global level, and the levels of single loggers. Also sets the level of
/// Akka's bus, the event stream, so that debug and trace events reach Akka's loggers.
/// </summary>
internal sealed class LoggerLevels
{
    private readonly EventStream _bus;

    // The lock of the hub: threads that change levels or start the sink take it; log calls do not.
    private readonly Lock _gate;

    // The loggers with their own level, under _gate. The references are weak: a logger that the program no longer uses
    // must not keep the bus at debug.
    private readonly List<(WeakReference<TxaioLogger> Logger, bool Keep)> _own = [];

    // The bus's level before this object set the bus to debug, under _gate. Null: this object has not set the bus.
    private LogLevel? _busLevelBefore;

    /// <param name="bus">Akka's event stream.</param>
    /// <param name="level">The global level at the start.</param>
    /// <param name="gate">The lock of the hub.</param>
    public LoggerLevels(EventStream bus, TxaioLogLevel level, Lock gate)
    {
        _bus = bus;
        _gate = gate;
        Global = new LogLevelCell(LogLevelNames.Checked(level));
        AdjustBus();
    }

    /// <summary>The global level, which all loggers without their own level read.</summary>
    public LogLevelCell Global { get; }

    /// <summary>
    /// Sets the global level, at once. Loggers whose own level was set with <c>keep</c> do not change. While the level
    /// of a logger is debug or trace, Akka's bus is at debug.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="level"/> is not a level.</exception>
    public void SetGlobalLogLevel(TxaioLogLevel level)
    {
        LogLevelNames.Checked(level);
        lock (_gate)
        {
            Global.Level = level;
            foreach (var (weak, keep) in _own)
            {
                if (!keep && weak.TryGetTarget(out var logger))
                    logger.LevelCell = Global;
            }

            _own.RemoveAll(own => !own.Keep || !own.Logger.TryGetTarget(out _));
            AdjustBus();
        }
    }

    /// <summary>Gives one logger its own level.</summary>
    /// <exception cref="ArgumentException"><paramref name="level"/> is not a level.</exception>
    public void SetLogLevel(TxaioLogger logger, TxaioLogLevel level, bool keep)
    {
        LogLevelNames.Checked(level);
        lock (_gate)
        {
            _own.RemoveAll(own => !own.Logger.TryGetTarget(out var other) || ReferenceEquals(other, logger));
            _own.Add((new WeakReference<TxaioLogger>(logger), keep));
            logger.LevelCell = new LogLevelCell(level);
            AdjustBus();
        }
    }

    /// <summary>
    /// Restores the level of Akka's bus at the end of the actor system. While the bus is at debug, Akka prints its own
    /// debug events on standard output as it stops its loggers.
    /// </summary>
    public void RestoreBus()
    {
        lock (_gate)
            RestoreBusLevel();
    }

    // Akka's loggers receive events of the bus's level and of more severe levels. So debug and trace events reach
    // Akka's loggers only while the bus is at debug.
    private void AdjustBus()
    {
        var needed = Global.Level >= TxaioLogLevel.Debug
            || _own.Exists(own => own.Logger.TryGetTarget(out var logger) && logger.Level >= TxaioLogLevel.Debug);
        if (needed && _busLevelBefore is null && _bus.LogLevel > LogLevel.DebugLevel)
        {
            _busLevelBefore = _bus.LogLevel;
            SetBusLevel(LogLevel.DebugLevel);
        }
        else if (!needed)
        {
            RestoreBusLevel();
        }
    }

    // Keeps the bus's level if other code has set another level meanwhile.
    private void RestoreBusLevel()
    {
        if (_busLevelBefore is not { } before)
            return;
        _busLevelBefore = null;
        if (_bus.LogLevel == LogLevel.DebugLevel)
            SetBusLevel(before);
    }

    // The bus enumerates its loggers without a lock, and throws if a logger starts at that moment.
    private void SetBusLevel(LogLevel level)
    {
        const int tries = 3;
        for (var i = 1; ; i++)
        {
            try
            {
                _bus.SetLogLevel(level);
                return;
            }
            catch (InvalidOperationException) when (i < tries)
            {
                // Enumerate again.
            }
        }
    }
}

using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration.Hocon;
using Txaio.Actors.Configuration;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors;

/// <content>The named batched timers.</content>
public sealed partial class TxaioExtension
{
    // The named timers that have not been disposed of, and the settings of timers whose section was added after the
    // start. The lock guards the settings, and lets only one thread at a time make a timer.
    private readonly ConcurrentDictionary<string, BatchedTimer> _timers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BatchedTimerSettings> _lateTimers = new(StringComparer.Ordinal);
    private readonly Lock _timersGate = new();

    internal TimerHost TimerHost { get; }

    /// <summary>How many named timers there are.</summary>
    internal int NamedTimers => _timers.Count;

    private LoopNames LoopNames => new(
        [.. Settings.Loops.Keys],
        [.. Loops.Where(static loop => loop.Disposal is not null).Select(static loop => loop.Name)]);

    /// <summary>The shared timer with that name.</summary>
    internal IBatchedTimer NamedTimer(string name)
    {
        if (FindTimer(name) is { } timer)
            return timer;
        lock (_timersGate)
            return FindTimer(name) ?? AddTimer(TimerSettings(name));
    }

    /// <summary>Makes a named timer with the settings of <paramref name="section"/>.</summary>
    /// <param name="name">The timer's name.</param>
    /// <param name="section">The settings, which stand nowhere in the configuration.</param>
    /// <param name="loop">The loop of the timer if the section names none.</param>
    internal IBatchedTimer NewTimer(string name, HoconObject section, EventLoop loop)
    {
        if (!SettingsNames.IsName(name))
        {
            throw new InvalidActorNameException(
                $"'{HoconValues.OneLine(name)}' cannot be a batched timer: {SettingsNames.Allowed}.");
        }

        lock (_timersGate)
        {
            if (IsConfigured(name) || FindTimer(name) is not null)
            {
                throw new InvalidActorNameException($"There is a batched timer '{name}' already: " + (IsConfigured(name)
                    ? $"its section is txaio.timers.{name}. Take another name."
                    : "take another name, or dispose that timer first."));
            }

            var settings = TxaioSettingsReader.ReadTimer(
                System.Settings.Config, name, section, loop.Name, LoopNames);
            return AddTimer(settings, settings.Loop == loop.Name ? loop : null);
        }
    }

    private bool IsConfigured(string name) =>
        Settings.Timers.ContainsKey(name)
        || SettingsSection.Top(System.Settings.Config, TxaioSettingsReader.Root).Section("timers").Keys.Contains(name);

    private BatchedTimer? FindTimer(string name) =>
        _timers.TryGetValue(name, out var timer) && !timer.IsDisposed ? timer : null;

    // The caller holds the lock.
    private BatchedTimer AddTimer(BatchedTimerSettings settings, EventLoop? loop = null)
    {
        loop ??= Table.On(settings.Loop).Loop;
        if (!loop.IsOpen || TimerHost.IsClosed)
            throw new LoopTerminatedException(loop.Name);
        var timer = BatchedTimer.OnLoop(
            TimerHost, loop, settings.Name, settings.Bucket, settings.ChunkSize, settings.Rounding);
        _timers[settings.Name] = timer;
        // The loop's disposal ends the loop's timers. It may have begun before this timer was made.
        if (loop.IsOpen)
            return timer;
        timer.Dispose();
        throw new LoopTerminatedException(loop.Name);
    }

    private void ForgetTimer(BatchedTimer timer) => _timers.TryRemove(KeyValuePair.Create(timer.Name, timer));

    private BatchedTimerSettings TimerSettings(string name)
    {
        if (Settings.Timers.TryGetValue(name, out var settings) || _lateTimers.TryGetValue(name, out settings))
            return settings;
        settings = TxaioSettingsReader.ReadTimer(
            System.Settings.Config, name, Settings.DefaultLoop, LoopNames, out var known);
        if (settings is not null)
            return _lateTimers[name] = settings;
        var names = known.Count == 0 ? "none" : string.Join(", ", known);
        var made = _timers.Keys.Except(known).Where(static name => TimerHost.ConfiguredName(name) is not null)
            .Order(StringComparer.Ordinal).ToList();
        var others = made.Count == 0 ? "" : $"; made at run time are: {string.Join(", ", made)}";
        throw new ArgumentException(
            $"There is no batched timer '{name}'; configured under txaio.timers are: {names}{others}.", nameof(name));
    }
}

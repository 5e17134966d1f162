using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Txaio.Actors.Configuration;
using Txaio.Actors.Loggers;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Api.NewLoops;

/// <summary>
/// The batched timers of an actor system by name: timers with a section, and timers that are made while the system runs.
/// Any thread.
/// </summary>
/// <param name="extension">The extension of the actor system.</param>
internal sealed class NamedTimers(TxaioExtension extension)
{
    private const int LongestName = 60;

    // The named timers that have not been disposed of, and the settings of timers whose section was added after the
    // start. The lock guards the settings, and lets only one thread at a time make a timer.
    private readonly ConcurrentDictionary<string, BatchedTimer> _timers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BatchedTimerSettings> _lateTimers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>How many named timers there are.</summary>
    public int Count => _timers.Count;

    private TxaioSettings Settings => extension.Settings;

    private Config Config => extension.System.Settings.Config;

    private LoopNames LoopNames => new(
        [.. Settings.Loops.Keys],
        [.. extension.Loops.Where(static loop => loop.Disposal is not null).Select(static loop => loop.Name)]);

    /// <summary>Returns the shared timer with that name.</summary>
    public BatchedTimer Get(string name)
    {
        if (Find(name) is { } timer)
            return timer;
        lock (_gate)
        {
            if (Find(name) is { } made)
                return made;
            var settings = SettingsOf(name);
            return Add(settings, extension.Table.On(settings.Loop).Loop);
        }
    }

    /// <summary>Makes a named timer with the settings of <paramref name="section"/>.</summary>
    /// <param name="name">The timer's name.</param>
    /// <param name="section">The settings, which stand nowhere in the configuration.</param>
    /// <param name="loop">The loop of the timer if the section names none.</param>
    public BatchedTimer Make(string name, HoconObject section, EventLoop loop)
    {
        if (!SettingsNames.IsName(name))
        {
            throw new InvalidActorNameException(
                $"'{HoconValues.OneLine(name)}' cannot be a batched timer: {SettingsNames.Allowed}.");
        }

        lock (_gate)
        {
            if (IsConfigured(name) || Find(name) is not null)
            {
                throw new InvalidActorNameException($"There is a batched timer '{name}' already: " + (IsConfigured(name)
                    ? $"its section is txaio.timers.{name}. Take another name."
                    : "take another name, or dispose that timer first."));
            }

            var settings = TxaioSettingsReader.ReadTimer(Config, name, section, loop.Name, LoopNames);
            if (settings.Loop != loop.Name)
                loop = extension.Table.On(settings.Loop).Loop;
            ThrowIfEnded(loop);
            var timer = Add(settings, loop);
            // The end of a loop ends its timers. It may have begun before this timer was made.
            if (!loop.IsOpen)
                timer.Dispose();
            ThrowIfEnded(loop);
            return timer;
        }
    }

    /// <summary>Frees the name of a timer that has ended.</summary>
    public void Forget(BatchedTimer timer) => _timers.TryRemove(KeyValuePair.Create(timer.Name, timer));

    private bool IsConfigured(string name) =>
        Settings.Timers.ContainsKey(name)
        || SettingsSection.Top(Config, TxaioSettingsReader.Root).Section("timers").Keys.Contains(name);

    private BatchedTimer? Find(string name) =>
        _timers.TryGetValue(name, out var timer) && !timer.IsDisposed ? timer : null;

    // The caller holds the lock.
    private BatchedTimer Add(BatchedTimerSettings settings, EventLoop loop) =>
        _timers[settings.Name] = BatchedTimer.OnLoop(
            extension.TimerHost, loop, settings.Name, settings.Bucket, settings.ChunkSize, settings.Rounding);

    private void ThrowIfEnded(EventLoop loop)
    {
        if (!loop.IsOpen || extension.TimerHost.IsClosed)
            throw new LoopTerminatedException(loop.Name);
    }

    private BatchedTimerSettings SettingsOf(string name)
    {
        if (Settings.Timers.TryGetValue(name, out var settings) || _lateTimers.TryGetValue(name, out settings))
            return settings;
        settings = TxaioSettingsReader.ReadTimer(Config, name, Settings.DefaultLoop, LoopNames, out var known);
        if (settings is not null)
            return _lateTimers[name] = settings;
        var names = known.Count == 0 ? "none" : string.Join(", ", known);
        var made = _timers.Keys.Except(known).Where(static name => TimerHost.ConfiguredName(name) is not null)
            .Order(StringComparer.Ordinal).ToList();
        var others = made.Count == 0 ? "" : $"; made at run time are: {string.Join(", ", made)}";
        throw new ArgumentException(
            $"There is no batched timer '{SafeText.Of(name, LongestName)}'; configured under txaio.timers are: {names}{others}.",
            nameof(name));
    }
}

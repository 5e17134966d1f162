using System.Collections.Frozen;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.LogLevels;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Nodes;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Configuration;

/// <summary>Reads the section <c>txaio</c> and refuses unknown keys.</summary>
internal static class TxaioSettingsReader
{
    /// <summary>The section of all settings.</summary>
    public const string Root = "txaio";

    private const string AnId = "must be the id of a dispatcher, as akka.actor.internal-dispatcher";

    /// <summary>Sections of packages that build on this package; each package checks its own section.</summary>
    public static readonly string[] PackageKeys = ["cluster", "hosting", "serilog", "testkit"];

    /// <summary>The keys of <c>txaio</c> itself.</summary>
    public static readonly string[] RootKeys =
    [
        "default-loop", "shutdown-timeout", "dispatcher", "timer-dispatcher", "scheduler",
        "loops", "futures", "remote", "timers", "timer-defaults", "logging",
    ];

    /// <summary>The keys of a section under <c>txaio.loops</c>.</summary>
    public static readonly string[] LoopKeys =
        ["dispatcher", "callbacks-per-turn", "capacity", "slow-callback"];

    /// <summary>The keys of <c>txaio.futures</c>.</summary>
    public static readonly string[] FutureKeys =
    [
        "ask-timeout", "keep-completed", "keep-completed-limit", "asked-promise-timeout", "log-unhandled",
        "remote-failures",
    ];

    /// <summary>The keys of <c>txaio.remote</c>.</summary>
    public static readonly string[] RemoteKeys =
    [
        "promises", "promises-per-node",
        "calls", "calls-per-node", "call-kilobytes", "call-kilobytes-per-node", "calls-end-with-sender",
        "subscribers", "subscribers-per-node", "late-answers", "late-answers-per-node",
        "completed", "completed-per-node", "completed-kilobytes", "completed-kilobytes-per-node",
    ];

    /// <summary>The keys of a section under <c>txaio.timers</c>.</summary>
    public static readonly string[] TimerKeys = ["bucket", "chunk-size", "loop", "rounding"];

    /// <summary>The keys of <c>txaio.timer-defaults</c>.</summary>
    public static readonly string[] TimerDefaultKeys = ["chunk-size", "rounding"];

    /// <summary>The keys of <c>txaio.logging</c>.</summary>
    public static readonly string[] LoggingKeys = ["level", "capacity", "categories"];

    /// <summary>Reads all settings; throws at the first invalid setting.</summary>
    public static TxaioSettings Read(Config config)
    {
        var root = SettingsSection.Top(config, Root);
        root.AllowOnly([.. RootKeys, .. PackageKeys]);

        var loops = ReadLoops(root.Section("loops"));
        var names = new LoopNames([.. loops.Keys], []);
        var defaultLoop = ReadLoopName(root.Get("default-loop"), names);
        return new TxaioSettings(
            defaultLoop,
            root.Get("shutdown-timeout").Duration(),
            ReadDispatcherId(root.Get("dispatcher")),
            ReadDispatcherId(root.Get("timer-dispatcher")),
            root.Get("scheduler").OneOf<TxaioScheduler>(),
            loops,
            ReadFutures(root.Section("futures")),
            ReadTimers(root.Section("timers"), root.Section("timer-defaults"), defaultLoop, names),
            ReadLogging(root.Section("logging")),
            ReadRemote(root.Section("remote")));
    }

    /// <summary>
    /// Reads the section of one batched timer from a configuration that may have changed since
    /// the settings were read: packages add fallbacks to it when they start.
    /// </summary>
    /// <param name="config">The present configuration.</param>
    /// <param name="name">The timer's name.</param>
    /// <param name="defaultLoop">The loop of a section that names none.</param>
    /// <param name="loops">The loops that the section may name.</param>
    /// <param name="known">The names of all sections.</param>
    /// <returns>The settings; null if there is no such section.</returns>
    public static BatchedTimerSettings? ReadTimer(
        Config config, string name, string defaultLoop, LoopNames loops, out IReadOnlyCollection<string> known)
    {
        var root = SettingsSection.Top(config, Root);
        var timers = root.Section("timers");
        known = [.. timers.Keys];
        return known.Contains(name, StringComparer.Ordinal) && SettingsNames.IsName(name)
            ? ReadTimer(name, timers.Section(name, root.Section("timer-defaults")), defaultLoop, loops)
            : null;
    }

    /// <summary>Reads the section of a batched timer that is made while the system runs.</summary>
    /// <param name="config">The system's configuration; <c>Read</c> accepted it.</param>
    /// <param name="name">The timer's name.</param>
    /// <param name="section">The section, which stands nowhere in the configuration.</param>
    /// <param name="defaultLoop">The loop of a section that names none.</param>
    /// <param name="loops">The loops that the section may name.</param>
    public static BatchedTimerSettings ReadTimer(
        Config config, string name, HoconObject section, string defaultLoop, LoopNames loops)
    {
        var defaults = SettingsSection.Top(config, Root).Section("timer-defaults");
        return ReadTimer(name, SettingsSection.At($"{Root}.timers.{name}", section, defaults), defaultLoop, loops);
    }

    /// <summary>Reads the section of a loop that is made while the system runs.</summary>
    /// <param name="config">The system's configuration; <c>Read</c> accepted it.</param>
    /// <param name="name">The loop's name.</param>
    /// <param name="section">The section, which stands nowhere in the configuration.</param>
    /// <param name="loop">The section; its fallback is the default loop's section.</param>
    public static LoopSettings ReadLoop(Config config, string name, HoconObject section, out SettingsSection loop)
    {
        var inherited = SettingsSection.Top(config, Root).Section("loops").Section(LoopDispatchers.DefaultSection);
        loop = SettingsSection.At($"{Root}.loops.{name}", section, inherited);
        return ReadLoop(name, loop);
    }

    private static FrozenDictionary<string, LoopSettings> ReadLoops(SettingsSection loops)
    {
        var inherited = loops.Section(LoopDispatchers.DefaultSection);
        return Named(loops).Select(name => ReadLoop(name, loops.Section(name, inherited)))
            .ToFrozenDictionary(static loop => loop.Name, StringComparer.Ordinal);
    }

    private static LoopSettings ReadLoop(string name, SettingsSection loop)
    {
        loop.AllowOnly(LoopKeys);
        return new LoopSettings(
            name,
            LoopDispatchers.ReadId(loop),
            loop.Get("callbacks-per-turn").WholeNumber(least: 1),
            loop.Get("capacity").WholeNumber(least: 0),
            loop.Get("slow-callback").DurationOrInfinite());
    }

    private static FutureSettings ReadFutures(SettingsSection futures)
    {
        futures.AllowOnly(FutureKeys);
        return new FutureSettings(
            futures.Get("ask-timeout").DurationOrInfinite(),
            futures.Get("keep-completed").DurationOrZero(Delays.Max),
            futures.Get("keep-completed-limit").WholeNumber(least: 0),
            futures.Get("asked-promise-timeout").DurationOrInfinite(),
            futures.Get("log-unhandled").Switch(),
            futures.Get("remote-failures").OneOf<RemoteFailures>());
    }

    private static RemoteSettings ReadRemote(SettingsSection remote)
    {
        remote.AllowOnly(RemoteKeys);
        return new RemoteSettings(
            remote.Get("promises").WholeNumber(least: 0),
            remote.Get("promises-per-node").WholeNumber(least: 0),
            remote.Get("calls").WholeNumber(least: 0),
            remote.Get("calls-per-node").WholeNumber(least: 0),
            remote.Get("call-kilobytes").WholeNumber(least: 0),
            remote.Get("call-kilobytes-per-node").WholeNumber(least: 0),
            remote.Get("calls-end-with-sender").Switch(),
            remote.Get("subscribers").WholeNumber(least: 0),
            remote.Get("subscribers-per-node").WholeNumber(least: 0),
            remote.Get("late-answers").WholeNumber(least: 0),
            remote.Get("late-answers-per-node").WholeNumber(least: 0),
            remote.Get("completed").WholeNumber(least: 0),
            remote.Get("completed-per-node").WholeNumber(least: 0),
            remote.Get("completed-kilobytes").WholeNumber(least: 0),
            remote.Get("completed-kilobytes-per-node").WholeNumber(least: 0));
    }

    private static FrozenDictionary<string, BatchedTimerSettings> ReadTimers(
        SettingsSection timers,
        SettingsSection defaults,
        string defaultLoop,
        LoopNames loops)
    {
        defaults.AllowOnly(TimerDefaultKeys);
        _ = defaults.Get("chunk-size").WholeNumber(least: 1);
        _ = defaults.Get("rounding").OneOf<BucketRounding>();
        return Named(timers).Select(name => ReadTimer(name, timers.Section(name, defaults), defaultLoop, loops))
            .ToFrozenDictionary(static timer => timer.Name, StringComparer.Ordinal);
    }

    private static BatchedTimerSettings ReadTimer(
        string name, SettingsSection timer, string defaultLoop, LoopNames loops)
    {
        timer.AllowOnly(TimerKeys);
        var loop = timer.Get("loop");
        return new BatchedTimerSettings(
            name,
            timer.Get("bucket").Duration(Delays.Max),
            timer.Get("chunk-size").WholeNumber(least: 1),
            loop.Exists ? ReadLoopName(loop, loops) : defaultLoop,
            timer.Get("rounding").OneOf<BucketRounding>());
    }

    private static LoggingSettings ReadLogging(SettingsSection logging)
    {
        logging.AllowOnly(LoggingKeys);
        var categories = logging.Section("categories");
        return new LoggingSettings(
            logging.Get("level").OneOf<TxaioLogLevel>(),
            logging.Get("capacity").WholeNumber(least: 0),
            categories.Keys.ToFrozenDictionary(
                static id => id,
                id => categories.Get(id).Text("must be text, the message template of the category"),
                StringComparer.Ordinal));
    }

    private static IEnumerable<string> Named(SettingsSection section)
    {
        foreach (var name in section.Keys)
        {
            if (!SettingsNames.IsName(name))
                throw section.Get(name).Refused(SettingsNames.Allowed);
        }

        return section.Keys;
    }

    private static string ReadLoopName(Setting setting, LoopNames loops)
    {
        var name = setting.Text(loops.Allowed);
        return loops.Contain(name) ? name : throw setting.Refused(loops.Allowed);
    }

    private static string ReadDispatcherId(Setting setting) =>
        setting.Text(AnId) is { Length: > 0 } id ? id : throw setting.Refused(AnId);
}

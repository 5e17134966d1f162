using System.Collections.Frozen;
using Akka.Configuration;
using Txaio.Actors.Cluster.LogLevels;
using Txaio.Actors.Cluster.Stripes;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Cluster.Configuration;

/// <summary>Reads the section <c>txaio.cluster</c> and refuses unknown keys.</summary>
internal static class ClusterSettingsReader
{
    /// <summary>The most stripes of a timer.</summary>
    public const int MostStripes = 4096;

    /// <summary>The keys of <c>txaio.cluster</c>. The sections of the plugins belong to Akka.Persistence.Sql.</summary>
    public static readonly string[] Keys =
        ["dispatcher", "log-level", "timers", "timer-defaults", "store", "journal", "snapshot-store"];

    /// <summary>The keys of a timer's section and of <c>timer-defaults</c>.</summary>
    public static readonly string[] TimerKeys =
    [
        "bucket", "stripes", "role", "window", "clock-skew", "missed", "retry", "request-timeout", "resend", "waiting",
        "call-kilobytes", "wake-interval", "journal", "snapshot-store",
    ];

    /// <summary>The keys of <c>retry</c>.</summary>
    public static readonly string[] RetryKeys = ["min-backoff", "max-backoff", "max-attempts"];

    /// <summary>The keys of <c>store</c>.</summary>
    public static readonly string[] StoreKeys = ["file", "provider-name", "connection-string"];

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Reads all settings; throws at the first invalid setting.</summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static ClusterSettings Read(Config config)
    {
        var root = SettingsSection.Top(config, "txaio").Section("cluster");
        root.AllowOnly(Keys);
        // Read by Akka.Persistence.Sql; a value in their place would be an error without their path.
        _ = root.Section("journal");
        _ = root.Section("snapshot-store");
        var defaults = root.Section("timer-defaults");
        // The defaults are read as a timer, so that a mistake in them is found without a timer.
        ReadTimer("timer-defaults", defaults, defaults);
        return new ClusterSettings(
            root.Get("dispatcher").Text("must be the id of a dispatcher, as akka.actor.internal-dispatcher"),
            root.Get("log-level").OneOf<LogLevelScope>(),
            ReadTimers(root.Section("timers"), defaults),
            ReadStore(root.Section("store")));
    }

    private static FrozenDictionary<string, DurableTimerSettings> ReadTimers(
        SettingsSection timers, SettingsSection defaults)
    {
        foreach (var name in timers.Keys)
        {
            if (!SettingsNames.IsName(name))
                throw timers.Get(name).Refused(SettingsNames.Allowed);
        }

        return timers.Keys.ToFrozenDictionary(
            static name => name,
            name => ReadTimer(name, timers.Section(name, defaults), defaults),
            StringComparer.Ordinal);
    }

    private static DurableTimerSettings ReadTimer(string name, SettingsSection timer, SettingsSection defaults)
    {
        timer.AllowOnly(TimerKeys);
        return new DurableTimerSettings(
            name,
            Milliseconds(timer.Get("bucket"), LongestWait),
            AtMost(timer.Get("stripes"), least: 1, MostStripes),
            timer.Get("role").Text("must be a role of cluster nodes, or \"\" for all nodes"),
            timer.Get("window").WholeNumber(least: 1),
            timer.Get("clock-skew").DurationOrZero(LongestWait),
            timer.Get("missed").OneOf<MissedCalls>(),
            ReadRetry(timer, defaults),
            PluginId(timer.Get("journal"), "a journal"),
            PluginId(timer.Get("snapshot-store"), "a snapshot store"),
            timer.Get("wake-interval").Duration(LongestWait),
            new ClientSettings(
                timer.Get("request-timeout").Duration(LongestWait),
                timer.Get("resend").Duration(LongestWait),
                timer.Get("waiting").WholeNumber(least: 1),
                AtMost(timer.Get("call-kilobytes"), least: 1, 1_000_000) * 1000));
    }

    private static RetrySettings ReadRetry(SettingsSection timer, SettingsSection defaults)
    {
        var below = defaults.Section("retry");
        var retry = timer.Keys.Contains("retry") ? timer.Section("retry", below) : below;
        retry.AllowOnly(RetryKeys);
        var least = retry.Get("min-backoff").Duration(LongestWait);
        var most = retry.Get("max-backoff").Duration(LongestWait);
        if (most < least)
            throw retry.Get("max-backoff").Refused($"must be min-backoff ({least.TotalSeconds} s) or more");
        return new RetrySettings(least, most, retry.Get("max-attempts").WholeNumber(least: 1));
    }

    private static StoreSettings ReadStore(SettingsSection store)
    {
        store.AllowOnly(StoreKeys);
        var settings = new StoreSettings(
            store.Get("file").Text("must be the path of a file"),
            store.Get("provider-name").Text("must be a name of LinqToDB.ProviderName, as SQLite.MS or PostgreSQL.15"),
            store.Get("connection-string").Text("must be a connection string, or \"\" for the SQLite file"));
        if (settings.File.Length == 0)
            throw store.Get("file").Refused("must be the path of a file");
        if (settings.ProviderName.Length == 0)
            throw store.Get("provider-name").Refused("must be a name of LinqToDB.ProviderName, as PostgreSQL.15");
        return settings.ProviderName == StoreSettings.Sqlite || settings.ConnectionString.Length > 0
            ? settings
            : throw store.Get("connection-string").Refused(
                $"must be set for {HoconValues.OneLine(settings.ProviderName)}");
    }

    private static string PluginId(Setting setting, string plugin)
    {
        var allowed = $"must be the id of {plugin} of Akka.Persistence";
        var id = setting.Text(allowed);
        return id.Length > 0 ? id : throw setting.Refused(allowed);
    }

    private static TimeSpan Milliseconds(Setting setting, TimeSpan most)
    {
        var duration = setting.Duration(most);
        return duration.Ticks % TimeSpan.TicksPerMillisecond == 0
            ? duration
            : throw setting.Refused("must be a whole number of milliseconds");
    }

    private static int AtMost(Setting setting, int least, int most)
    {
        var number = setting.WholeNumber(least);
        return number <= most ? number : throw setting.Refused($"must be a whole number from {least} to {most}");
    }
}

using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>The questions of one actor system's check: to each timer, journal and snapshot store.</summary>
internal sealed class DurableTimersQuestions
{
    private readonly ActorSystem _system;

    // Written by replies, read by checks.
    private readonly ConcurrentDictionary<string, object> _data = new(StringComparer.Ordinal);

    /// <param name="system">The actor system, whose timers have started.</param>
    /// <param name="limit">How long a store may take.</param>
    public DurableTimersQuestions(ActorSystem system, TimeSpan limit)
    {
        _system = system;
        var cluster = system.TxaioCluster();
        var hosted = cluster.TimerNames.Where(IsHosted).ToList();
        All =
        [
            .. cluster.TimerNames.Select(name => OfTimer(cluster.DurableTimer(name))),
            .. hosted.Select(name => Setting(name, "journal")).Distinct(StringComparer.Ordinal)
                .Select(plugin => OfStore(plugin, () => StoreQuestion.AskJournalAsync(system, plugin, limit))),
            .. hosted.Select(name => Setting(name, "snapshot-store")).Distinct(StringComparer.Ordinal)
                .Select(plugin => OfStore(plugin, () => StoreQuestion.AskSnapshotsAsync(system, plugin, limit))),
        ];
        Timers = cluster.TimerNames.Count;
    }

    /// <summary>The questions.</summary>
    public IReadOnlyList<HealthQuestion> All { get; }

    /// <summary>The number of timers.</summary>
    public int Timers { get; }

    /// <summary>For each timer, the numbers of its last reply.</summary>
    public IReadOnlyDictionary<string, object> Data => new Dictionary<string, object>(_data, StringComparer.Ordinal);

    private static HealthQuestion OfStore(string plugin, Func<Task> ask) =>
        new($"{plugin} cannot be read", $"{plugin} has not replied", ask);

    private HealthQuestion OfTimer(IDurableTimer timer) => new(
        $"durable timer '{timer.Name}' fails",
        $"durable timer '{timer.Name}' has had no reply of all its stripes",
        async () =>
        {
            var found = await timer.Pending().AsTask();
            _data[$"{timer.Name}.pending"] = found.Count;
            _data[$"{timer.Name}.unacknowledged"] = found.Stripes.Sum(static stripe => stripe.Unacknowledged);
        });

    // A node that only sends to the stripes of other nodes needs no store.
    private bool IsHosted(string timer) =>
        Setting(timer, "role") is not { Length: > 0 } role
        || _system is ExtendedActorSystem { Provider: not IClusterActorRefProvider }
        || Akka.Cluster.Cluster.Get(_system).SelfRoles.Contains(role);

    private string Setting(string timer, string key) =>
        _system.Settings.Config.GetString($"txaio.cluster.timers.{timer}.{key}", null)
        ?? _system.Settings.Config.GetString($"txaio.cluster.timer-defaults.{key}");
}

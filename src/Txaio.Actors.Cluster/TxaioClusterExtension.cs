using Akka.Actor;
using Akka.Cluster;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.LogLevels;
using Txaio.Actors.Cluster.Starting;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster;

/// <summary>
/// The durable timers of one actor system. Started by <c>system.TxaioCluster()</c>, or with the system by
/// <c>akka.extensions = ["Txaio.Actors.Cluster.TxaioClusterExtensionProvider, Txaio.Actors.Cluster"]</c>. Not from
/// txaio.
/// </summary>
/// <remarks>
/// The start reads and checks the configuration under <c>txaio.cluster</c>, and starts the timers: with a cluster
/// provider a shard region for each, without one all stripes on this node. Each node that should run stripes needs the
/// extension from its start.
/// </remarks>
public sealed class TxaioClusterExtension : IExtension, ITxaioCluster
{
    private readonly SortedDictionary<string, IDurableTimer> _timers = new(StringComparer.Ordinal);

    private readonly ITxaio _txaio;

    // Null if the level of this node is its own.
    private readonly IActorRef? _logLevel;

    internal TxaioClusterExtension(ExtendedActorSystem system)
    {
        _txaio = system.Txaio();
        var isClustered = system.Provider is IClusterActorRefProvider;
        var settings = ClusterSettingsLoader.Load(system);
        StoreStart.Run(system, settings, isClustered);
        var starter = new TimerStarter(system, settings.Dispatcher, isClustered, StripeStart.Props);
        foreach (var timer in settings.Timers.Values)
            _timers.Add(timer.Name, starter.Start(timer));
        if (isClustered && _timers.Count > 0)
        {
            var props = Props.Create<NodeLossActor>().WithDispatcher(settings.Dispatcher);
            GuardedRef.Attach(system.Provider.SystemGuardian, props, NodeLossActor.Name);
        }

        if (isClustered && settings.LogLevel == LogLevelScope.Cluster)
        {
            var props = Props.Create<LogLevelActor>().WithDispatcher(settings.Dispatcher);
            _logLevel = GuardedRef.Attach(system.Provider.SystemGuardian, props, "txaio-log-level");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> TimerNames => [.. _timers.Keys];

    /// <summary>Returns the extension of <paramref name="system"/>, and starts it if necessary.</summary>
    /// <param name="system">The actor system.</param>
    /// <returns>The extension.</returns>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// The configuration under <c>txaio</c> is invalid. One line: path, value and allowed values.
    /// </exception>
    /// <exception cref="LoopTerminatedException">
    /// The system is ending, and the extension was not started before.
    /// </exception>
    public static TxaioClusterExtension Get(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.WithExtension<TxaioClusterExtension, TxaioClusterExtensionProvider>();
    }

    /// <inheritdoc/>
    public void SetGlobalLogLevel(TxaioLogLevel level)
    {
        _txaio.SetGlobalLogLevel(level);
        _logLevel?.Tell(OwnMessage.Sign(new LogLevelActor.SetLevel(level)));
    }

    /// <inheritdoc/>
    public IDurableTimer DurableTimer(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_timers.TryGetValue(name, out var timer))
            return timer;
        var known = _timers.Count == 0 ? "there are none" : $"there are {string.Join(", ", _timers.Keys)}";
        throw new ArgumentException(
            $"There is no durable timer '{BoundedLog.OneLine(name)}': {known}. A timer is a section "
            + "under txaio.cluster.timers.",
            nameof(name));
    }
}

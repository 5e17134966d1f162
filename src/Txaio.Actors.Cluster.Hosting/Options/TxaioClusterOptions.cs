namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// Options of <c>txaio.cluster</c> in a host, set in code or bound from appsettings. An option that is null keeps the
/// value of the actor system's HOCON, or else the default in <c>reference.conf</c>.
/// </summary>
/// <remarks>
/// Values are checked when the actor system starts, by the rules of the HOCON settings of the same names: a mistake
/// stops the start with one line that names path, value and allowed values. The plugins <c>txaio.cluster.journal</c>
/// and <c>txaio.cluster.snapshot-store</c> have no options; their keys are those of Akka.Persistence.Sql. Not from
/// txaio.
/// </remarks>
public sealed class TxaioClusterOptions
{
    /// <summary>
    /// Id of the dispatcher of the timers' clients, wakers and supervisors; <c>txaio.cluster.dispatcher</c>.
    /// </summary>
    public string? Dispatcher { get; set; }

    /// <summary>
    /// Of which nodes <see cref="ITxaioCluster.SetGlobalLogLevel"/> sets the level; <c>txaio.cluster.log-level</c>.
    /// </summary>
    public GlobalLogLevelScope? LogLevel { get; set; }

    /// <summary>
    /// Durable timers by name, beside those of the HOCON; <c>txaio.cluster.timers</c>. A name is letters (A-Z, a-z),
    /// digits, '_' and '-'. All nodes of a cluster need the same timers.
    /// </summary>
    public IDictionary<string, DurableTimerOptions> Timers { get; } =
        new Dictionary<string, DurableTimerOptions>(StringComparer.Ordinal);

    /// <summary>Options of timers that do not set them; <c>txaio.cluster.timer-defaults</c>.</summary>
    public DurableTimerOptions TimerDefaults { get; } = new();

    /// <summary>The database; <c>txaio.cluster.store</c>.</summary>
    public DurableStoreOptions Store { get; } = new();

    /// <summary>Which health checks are registered; none by default.</summary>
    public TxaioClusterHealthOptions Health { get; } = new();

    /// <summary>Adds a durable timer, or configures one that was added before.</summary>
    /// <param name="name">The timer's name: letters (A-Z, a-z), digits, '_' and '-'.</param>
    /// <param name="configure">Sets the options that differ from <see cref="TimerDefaults"/>.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public TxaioClusterOptions AddTimer(string name, Action<DurableTimerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        // A null section in the dictionary means default settings, so it is replaced by an empty one.
        if (!Timers.TryGetValue(name, out var timer) || timer is null)
            Timers[name] = timer = new DurableTimerOptions();
        configure?.Invoke(timer);
        return this;
    }
}

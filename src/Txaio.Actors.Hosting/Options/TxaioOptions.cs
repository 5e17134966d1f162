namespace Txaio.Actors.Hosting;

/// <summary>
/// Options of <c>txaio</c> in a host, set in code or bound from appsettings. An option that is null keeps the value of
/// the actor system's HOCON, or else the default in <c>reference.conf</c>.
/// </summary>
/// <remarks>
/// Values are checked when the actor system starts, by the rules of the HOCON settings of the same names: a mistake
/// stops the start with one line that names path, value and allowed values. <see cref="Timeout.InfiniteTimeSpan"/>
/// stands for <c>infinite</c>. Not from txaio.
/// </remarks>
public sealed class TxaioOptions
{
    /// <summary>
    /// The loop of <c>system.Txaio()</c> and of the injected <see cref="ITxaio"/>; <c>txaio.default-loop</c>.
    /// </summary>
    public string? DefaultLoop { get; set; }

    /// <summary>
    /// How long txaio's shutdown may take when the host stops: tasks of CoordinatedShutdown's last phase end, loops run
    /// their queued callbacks, then loggers write their queued events. Loggers always have at least a second. More than
    /// zero. <c>txaio.shutdown-timeout</c>.
    /// </summary>
    public TimeSpan? ShutdownTimeout { get; set; }

    /// <summary>Id of the dispatcher of the extension's supervisor; <c>txaio.dispatcher</c>.</summary>
    public string? Dispatcher { get; set; }

    /// <summary>Id of the dispatcher of batched timers; <c>txaio.timer-dispatcher</c>.</summary>
    public string? TimerDispatcher { get; set; }

    /// <summary>The scheduler that wakes loops and timers; <c>txaio.scheduler</c>.</summary>
    public TxaioScheduler? Scheduler { get; set; }

    /// <summary>
    /// Loops by name, beside those of the HOCON; <c>txaio.loops</c>. A name is letters (A-Z, a-z), digits, '_' and '-'.
    /// </summary>
    public IDictionary<string, LoopOptions> Loops { get; } =
        new Dictionary<string, LoopOptions>(StringComparer.Ordinal);

    /// <summary>Settings of futures; <c>txaio.futures</c>.</summary>
    public TxaioFutureOptions Futures { get; } = new();

    /// <summary>
    /// Bounds on promises, calls and subscribers that other nodes add to this node; <c>txaio.remote</c>.
    /// </summary>
    public TxaioRemoteOptions Remote { get; } = new();

    /// <summary>Shared batched timers by name, beside those of the HOCON; <c>txaio.timers</c>.</summary>
    public IDictionary<string, BatchedTimerOptions> Timers { get; } =
        new Dictionary<string, BatchedTimerOptions>(StringComparer.Ordinal);

    /// <summary>Default values of batched timers; <c>txaio.timer-defaults</c>.</summary>
    public TxaioTimerDefaultOptions TimerDefaults { get; } = new();

    /// <summary>Level and categories of the loggers; <c>txaio.logging</c>.</summary>
    public TxaioLoggingOptions Logging { get; } = new();

    /// <summary>Which health checks are registered; none by default.</summary>
    public TxaioHealthOptions Health { get; } = new();

    internal List<(Type Key, string Loop)> RegistryKeys { get; } = [];

    /// <summary>Adds a loop, or configures a loop that was added before.</summary>
    /// <param name="name">The loop's name: letters (A-Z, a-z), digits, '_' and '-'.</param>
    /// <param name="configure">Sets the options that differ from the default loop's section.</param>
    /// <returns>These options.</returns>
    public TxaioOptions AddLoop(string name, Action<LoopOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        configure?.Invoke(GetOrAdd(Loops, name));
        if (configure is null)
            GetOrAdd(Loops, name);
        return this;
    }

    /// <summary>Adds a loop, and its actor to the <c>ActorRegistry</c> under <typeparamref name="TKey"/>.</summary>
    /// <typeparam name="TKey">Any type of yours; <c>IRequiredActor&lt;TKey&gt;</c> is the loop's ref then.</typeparam>
    /// <param name="name">The loop's name: letters (A-Z, a-z), digits, '_' and '-'.</param>
    /// <param name="configure">Sets the options that differ from the default loop's section.</param>
    /// <returns>These options.</returns>
    public TxaioOptions AddLoop<TKey>(string name, Action<LoopOptions>? configure = null) =>
        AddLoop(name, configure).RegisterLoop<TKey>(name);

    /// <summary>
    /// Puts the actor of a loop of these options or of the HOCON into the <c>ActorRegistry</c>. The default loop is
    /// always in the registry, under <see cref="EventLoop"/>.
    /// </summary>
    /// <remarks>
    /// An unknown loop name stops the host's start with <see cref="UnknownLoopException"/>, and a key that is already
    /// used for another actor with a <c>DuplicateActorRegistryException</c>.
    /// </remarks>
    /// <typeparam name="TKey">Any type of yours; <c>IRequiredActor&lt;TKey&gt;</c> is the loop's ref then.</typeparam>
    /// <param name="loop">The loop's name.</param>
    /// <returns>These options.</returns>
    public TxaioOptions RegisterLoop<TKey>(string loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        RegistryKeys.Add((typeof(TKey), loop));
        return this;
    }

    /// <summary>
    /// Adds a shared batched timer, which <c>BatchedTimer(name)</c> returns, or configures a timer that was added
    /// before.
    /// </summary>
    /// <param name="name">The timer's name: letters (A-Z, a-z), digits, '_' and '-'.</param>
    /// <param name="bucket">Length of a bucket: calls due within it fire together; more than zero.</param>
    /// <param name="configure">Sets the options that differ from <see cref="TimerDefaults"/>.</param>
    /// <returns>These options.</returns>
    public TxaioOptions AddTimer(string name, TimeSpan bucket, Action<BatchedTimerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var timer = GetOrAdd(Timers, name);
        timer.Bucket = bucket;
        configure?.Invoke(timer);
        return this;
    }

    /// <summary>Adds a log category (<c>txaio.add_log_categories</c>).</summary>
    /// <param name="id">The category's id, such as <c>TX100</c>.</param>
    /// <param name="template">The message template of its events.</param>
    /// <returns>These options.</returns>
    public TxaioOptions AddCategory(string id, string template)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(template);
        Logging.Categories[id] = template;
        return this;
    }

    // A null section in the dictionary means default settings, so it is replaced by an empty one.
    private static T GetOrAdd<T>(IDictionary<string, T> sections, string name)
        where T : class, new()
    {
        if (!sections.TryGetValue(name, out var section) || section is null)
            sections[name] = section = new T();
        return section;
    }
}

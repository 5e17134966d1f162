using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Api.Bound;
using Txaio.Actors.Api.NewLoops;
using Txaio.Actors.Api.Startup;
using Txaio.Actors.Configuration;
using Txaio.Actors.Futures.Asking;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Guarding;
using Txaio.Actors.LogCalls;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Nodes;
using Txaio.Actors.Serialization;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors;

/// <summary>
/// The loops and timers of one actor system. Started by <c>system.Txaio()</c>, or with the system by
/// <c>akka.extensions = ["Txaio.Actors.TxaioExtensionProvider, Txaio.Actors"]</c>.
/// </summary>
/// <remarks>
/// The start reads and checks the configuration under <c>txaio</c>, and starts <c>/system/txaio</c> with an actor for
/// each configured loop. <see cref="Get"/> and <see cref="Default"/> wait until these actors have started. The system
/// guardian starts them on Akka's internal dispatcher, which may have to wait for a thread of the .NET pool.
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public sealed partial class TxaioExtension : IExtension
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    private readonly FailureReporter _failures;
    private readonly TxaioApi _default;
    private readonly PromiseFactory _promises;
    private readonly Task _started;
    private ITxaio _current;

    internal TxaioExtension(ExtendedActorSystem system)
    {
        System = system;
        Settings = SettingsLoader.Load(system);
        SerializerCheck.Run(system);
        Scheduler = ChooseScheduler(system);
        _failures = new FailureReporter(system, Settings.Futures.LogUnhandled);
        Deliveries = new Deliveries(
            delivery => system.Dispatchers.Lookup(Settings.TimerDispatcher).Schedule(delivery), _failures.Report)
        {
            FailureFor = (target, cause) => WireFailure.For(target, cause, Settings.Futures.RemoteFailures),
        };
        NamedTimers = new NamedTimers(this);
        TimerHost = new TimerHost(system, Scheduler, Settings.TimerDispatcher, _failures, Deliveries)
        {
            Ended = NamedTimers.Forget,
        };
        AskTimers = new AskTimers(TimerHost) { Scanners = () => Table.Scanners };
        var reports = new BoundReports(system, (origin, cause) => _failures.Report(loop: null, origin, cause));
        Bounds = new RemoteBounds(
            Settings.Remote,
            LargestFrame.In(system.Settings.Config),
            reports.Refused,
            reports.Left,
            () => system.Scheduler.HighResMonotonicClock.Ticks)
        {
            Held =
            {
                // For an address that no transport reaches, Akka would log a line for each request.
                GuardianOf = node => system.Provider.GetExternalAddressFor(node) is null
                    ? system.Provider.DeadLetters
                    : system.Provider.ResolveActorRef(new RootActorPath(node) / "user"),
                StartWatching = StartWatchingNodes,
            },
        };
        CompletedPromises = new CompletedPromises(
            TimerHost, Settings.Futures.KeepCompleted, Settings.Futures.KeepCompletedLimit, Bounds);
        _promises = new PromiseFactory(
            new PromiseTimeouts(TimerHost, Settings.Futures.AskedPromiseTimeout),
            Settings.Futures.KeepCompleted == TimeSpan.Zero ? null : CompletedPromises);
        Logging = new LoggingHub(system, Settings.Logging);
        LoopMaker = new LoopMaker(this, Table);
        foreach (var loop in Settings.Loops.Values)
            Table.TryAdd(new TxaioApi(this, MakeLoop(loop)));
        _current = _default = Table.On(Settings.DefaultLoop);
        ShutdownTasks = ShutdownTasks.Of(system);
        _started = Start();
        LoggerCheck.Run(system, Logging.ErrorOutput);
    }

    private string Display => $"txaio in '{System.Name}': {string.Join(", ", Loops)}";

    internal ExtendedActorSystem System { get; }

    internal TxaioSettings Settings { get; }

    internal Deliveries Deliveries { get; }

    internal TimerHost TimerHost { get; }

    internal NamedTimers NamedTimers { get; }

    internal AskTimers AskTimers { get; }

    internal CompletedPromises CompletedPromises { get; }

    internal RemoteBounds Bounds { get; }

    internal LoggingHub Logging { get; }

    internal ShutdownTasks ShutdownTasks { get; }

    /// <summary>
    /// The instance that <c>system.Txaio()</c> and <c>context.Txaio()</c> return: bound to the loop that
    /// <c>txaio.default-loop</c> names, until this property is set (<c>txaio.config.loop</c>).
    /// </summary>
    /// <remarks>
    /// Meant for start-up and for tests; the test kit's <c>ReplaceLoop</c> restores the old instance. Instances that
    /// were returned before, and instances requested by name, stay bound to their loops. Any thread.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public ITxaio Default
    {
        get
        {
            WaitUntilStarted();
            return Volatile.Read(ref _current);
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Volatile.Write(ref _current, value);
        }
    }

    /// <summary>
    /// The scheduler that wakes the library's loops and timers: by <c>txaio.scheduler</c>, a sleeping scheduler of one
    /// thread, or the actor system's own. In virtual time it is the actor system's. Not from txaio.
    /// </summary>
    /// <remarks>
    /// Code may schedule its own calls here: with <c>txaio.scheduler = sleeping</c>, they are exact to about a
    /// millisecond and do not start Akka's wheel. Ends with the actor system. Any thread.
    /// </remarks>
    public IScheduler Scheduler { get; }

    /// <summary>Returns the extension of <paramref name="system"/>, and starts it if necessary.</summary>
    /// <param name="system">The actor system.</param>
    /// <returns>The extension.</returns>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// The configuration under <c>txaio</c> is invalid. One line: path, value and allowed values.
    /// </exception>
    /// <exception cref="LoopTerminatedException">
    /// The system is ending, and the extension was not started before.
    /// </exception>
    /// <exception cref="TimeoutException">
    /// The extension's actors have not started within 30 s, because no thread of the pool was free. The next call waits
    /// again.
    /// </exception>
    public static TxaioExtension Get(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var extension = system.WithExtension<TxaioExtension, TxaioExtensionProvider>();
        extension.WaitUntilStarted();
        return extension;
    }

    /// <summary>
    /// The pending calls of the system's loops and batched timers, and the timeouts of Asks, in the order of their due
    /// times (<c>getDelayedCalls</c> of a Twisted reactor).
    /// </summary>
    /// <remarks>
    /// A snapshot, for tools that show pending calls. It visits every call and holds the locks that scheduling and
    /// cancelling need. Any thread. Empty once the loops have closed.
    /// </remarks>
    /// <returns>
    /// The calls; within one loop or bucket, calls with equal due times in the order they were scheduled.
    /// </returns>
    public IReadOnlyList<ScheduledCall> GetScheduledCalls()
    {
        var calls = new List<ScheduledCall>();
        foreach (var loop in Loops)
            loop.DelayedCalls.List(calls);
        TimerHost.List(calls);
        AskTimers.List(calls);
        return [.. calls.OrderBy(static call => call.Due)];
    }

    /// <summary>
    /// The promises, calls and subscribers that are held for other nodes, and their bounds: one entry for each bound
    /// under <c>txaio.remote</c>.
    /// </summary>
    /// <remarks>A snapshot. Any thread. Not from txaio.</remarks>
    /// <returns>The figures.</returns>
    public IReadOnlyList<RemoteBoundStatistics> GetRemoteBounds() => Bounds.Statistics;

    /// <summary>
    /// The parts of the library that were stopped or have failed while the actor system runs, and that do not restart
    /// by themselves: loops, batched timers that are still referenced, and the actors above them.
    /// </summary>
    /// <remarks>
    /// For health checks; the liveness check of Txaio.Actors.Hosting reports it. Any thread. Empty once the system
    /// ends. Not from txaio.
    /// </remarks>
    /// <returns>One sentence for each part, such as <c>loop 'io' has ended</c>; empty while all parts work.</returns>
    public IReadOnlyList<string> GetStoppedParts() =>
        System.Provider.Guardian.IsTerminated
            ? []
            : [.. Loops.Where(static loop => loop.IsStopped).Select(static loop => $"{loop} has ended"),
                .. TimerHost.StoppedParts()];

    // The actor is a sibling of the supervisor: it ends with the system, and no actor waits for its end. While the
    // system ends, an actor that is attached stops at once: another would follow it, and so on.
    private void StartWatchingNodes(object token)
    {
        if (System.Provider.Guardian.IsTerminated)
            return;
        GuardedRef.Attach(
            System.Provider.SystemGuardian,
            ActorProducer<NodeWatchActor>.Props(() => new NodeWatchActor(Bounds.Held, token, Scheduler))
                .WithDispatcher(Settings.Dispatcher),
            $"txaio-nodes-{Guid.NewGuid():N}");
    }

    private IScheduler ChooseScheduler(ExtendedActorSystem system)
    {
        try
        {
            return SchedulerChoice.For(system, Settings.Scheduler);
        }
        catch (InvalidOperationException e)
        {
            throw Ending(e);
        }
    }

    private Task Start()
    {
        IActorRef supervisor;
        try
        {
            supervisor = GuardedRef.Attach(
                System.Provider.SystemGuardian,
                ActorProducer<TxaioSupervisor>.Props(() => new TxaioSupervisor(this))
                    .WithDispatcher(Settings.Dispatcher),
                "txaio");
        }
        catch (InvalidOperationException e)
        {
            // The system guardian refuses a child only while it stops.
            throw Ending(e);
        }

        new AskDeadLetters(System).Subscribe();
        // The Ask has no timeout: under a virtual scheduler, perhaps no thread advances the time now.
        var started = supervisor.Ask<Status.Success>(LoopsActor.ConfirmStarted.Instance);
        // A system that names the extension in akka.extensions has these actors from its start, if a thread is free
        // within this time.
        started.Wait(FirstWait);
        return started;
    }

    // The constructor does not wait for all actors: Akka keeps an exception of the constructor, so each later call
    // would fail after one slow start.
    private void WaitUntilStarted()
    {
        if (_started.IsCompleted || _started.Wait(StartTimeout))
            return;
        // The guardian may have stopped the actors before they replied.
        if (System.WhenTerminated.IsCompleted || !_default.Loop.IsOpen)
            throw Ending(null);
        throw new TimeoutException(
            $"/system/txaio has not started within {StartTimeout.TotalSeconds} s: dispatcher {Settings.Dispatcher} " +
            "(txaio.dispatcher) or Akka's internal dispatcher had no free thread. " +
            "It starts when a thread is free; try again.");
    }

    private LoopTerminatedException Ending(Exception? cause) =>
        new(Settings.DefaultLoop, $"Actor system '{System.Name}' ends: txaio cannot be started in it.", cause);
}

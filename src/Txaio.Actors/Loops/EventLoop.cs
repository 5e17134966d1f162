using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch;
using Txaio.Actors.Loops.Bridges;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Nodes;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Threading;

namespace Txaio.Actors;

/// <summary>
/// A callback loop: an actor with a dispatcher of its own that runs callbacks one at a time, in order. A loop is
/// configured under <c>txaio.loops.{name}</c>, or made with <see cref="ITxaio.NewLoop(string, LoopOptions?)"/>.
/// <c>system.Txaio().Loop</c> returns the default loop.
/// </summary>
/// <remarks>
/// <para>Callbacks run on the loop and never inside a user's actor: they have no actor context, and a message that a
/// callback tells has no sender. In actors, <c>await</c> in <c>ReceiveAsync</c>, or have messages sent to the
/// actor.</para>
/// <para>A callback's exception does not end the loop: it is reported as <see cref="UnhandledFailure"/>, and the next
/// callback runs. When the system ends, the work of its loops ends after the last user actor has stopped: callbacks that
/// are queued at that time still run. Then the loops run for actors under <c>/system</c>, and close after them.</para>
/// <para>All members may be used from any thread.</para>
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public sealed partial class EventLoop : ILoopMetricsSource
{
    [ThreadStatic]
    private static EventLoop? _current;

    private readonly LoopSettings _settings;
    private readonly ExtendedActorSystem _system;
    private readonly IScheduler _scheduler;
    private readonly FailureReporter _failures;
    private readonly LoopCapacity _capacity;
    private readonly LoopRunner _runner;
    private readonly LoopSynchronizationContext _context;
    private IActorRef _ref = ActorRefs.Nobody;

    internal EventLoop(
        ExtendedActorSystem system, IScheduler wakeUps, LoopSettings settings, FailureReporter failures)
    {
        _system = system;
        _settings = settings;
        _failures = failures;
        _scheduler = system.Scheduler;
        _capacity = new LoopCapacity(settings.Name, settings.Capacity);
        Driven = _scheduler as IDrivenScheduler;
        PoolQueues = new PoolQueues(Driven);
        Telemetry = new LoopTelemetry(system.Name, settings.Name, this);
        _context = new LoopSynchronizationContext(this);
        _runner = new LoopRunner(this, settings, _capacity, failures, _context);
        TaskScheduler = new LoopTaskScheduler(this);
        TimeProvider = new LoopTimeProvider(this, system.Scheduler);
        DelayedCalls = new DelayedCalls(this, wakeUps);
        MessageCalls = new MessageCalls(
            (delay, invoker, callback, state) => CallLater(delay, invoker, callback, state, context: null),
            Tell,
            (target, tell, origin) => Deliveries!.TellInOrder(settings.Name, target, tell, origin),
            () => Bounds,
            (target, cause) => Deliveries!.FailureFor(target, cause),
            Telemetry.CallLater);
    }

    /// <summary>
    /// The loop that runs the calling code, also after an <c>await</c> in a callback; null for code outside of loops.
    /// </summary>
    public static EventLoop? Current
    {
        get => _current;
        internal set => _current = value;
    }

    /// <summary>
    /// The loop's name: the name of its section under <c>txaio.loops</c>, or the name given to <c>NewLoop</c>.
    /// </summary>
    public string Name => _settings.Name;

    /// <summary>The loop's actor, <c>/system/txaio/loops/{name}</c>.</summary>
    public IActorRef Ref => _ref;

    /// <summary>Whether the calling code runs on this loop.</summary>
    public bool IsCurrent => ReferenceEquals(_current, this);

    /// <summary>
    /// The time of the loop's monotonic clock, which measures delays (<c>loop.time()</c> in asyncio). The clock is the
    /// scheduler's high-resolution clock. A virtual scheduler has a virtual clock.
    /// </summary>
    public TimeSpan Time => _scheduler.HighResMonotonicClock;

    /// <summary>
    /// Posts callbacks to the loop. In every callback, this is the current context, so that an <c>await</c> resumes
    /// on the loop.
    /// </summary>
    /// <remarks>
    /// Never refuses: callbacks that are posted to a closed loop run on the thread pool, with <see cref="Current"/>
    /// null. <c>Send</c> runs the callback inline on the loop; on other threads it waits until the loop has run it.
    /// </remarks>
    public SynchronizationContext SynchronizationContext => _context;

    /// <summary>
    /// Runs tasks on the loop, one at a time. Never refuses: the tasks of a closed loop run on the thread pool.
    /// </summary>
    public TaskScheduler TaskScheduler { get; }

    /// <summary>
    /// The loop's clock and timers for .NET: <c>Task.Delay</c>, <c>PeriodicTimer</c> and retry libraries that get this
    /// provider follow the loop's clock, which is virtual under test. The callbacks of its timers run on the loop.
    /// </summary>
    /// <remarks>When the loop closes, each pending timer fires once, so that pending delays end.</remarks>
    public TimeProvider TimeProvider { get; }

    long ILoopMetricsSource.Executed => _runner.Meter.Executed;

    long ILoopMetricsSource.Pending => _runner.Pending;

    long ILoopMetricsSource.Scheduled => DelayedCalls.Count;

    long ILoopMetricsSource.Busy => _runner.Meter.Busy(Now);

    long ILoopMetricsSource.Now => Now;

    void ILoopMetricsSource.Report(string origin, Exception cause) => Report(origin, cause);

    /// <summary>The loop's metrics and traces, recorded while a listener is attached.</summary>
    internal LoopTelemetry Telemetry { get; }

    internal DelayedCalls DelayedCalls { get; }

    /// <summary>The calls that were scheduled by message.</summary>
    internal MessageCalls MessageCalls { get; }

    /// <summary>
    /// The bounds on the work that other nodes can give the loop. All loops of a system share the bounds. Set by the
    /// entry point.
    /// </summary>
    internal RemoteBounds Bounds { get; init; } = null!;

    /// <summary>Makes and keeps promises. Set by the entry point, since loops must not refer to futures.</summary>
    internal IPromiseFactory Promises { get; init; } = null!;

    /// <summary>
    /// Tells messages to targets that may block the telling thread. Shared by all loops. Set by the entry point.
    /// </summary>
    internal Deliveries Deliveries { get; init; } = null!;

    /// <summary>Runs the functions of <c>PipeTo</c> on the thread pool, in order for each target.</summary>
    internal PoolQueues PoolQueues { get; }

    internal ExtendedActorSystem System => _system;

    /// <summary>The scheduler, if a thread advances the scheduler's time; null in real time.</summary>
    internal IDrivenScheduler? Driven { get; }

    /// <summary>The id of the loop's dispatcher.</summary>
    internal string Dispatcher => _settings.Dispatcher;

    /// <summary>The loop's dispatcher, if Akka's registry does not have it; else null.</summary>
    internal MessageDispatcher? OwnDispatcher { get; init; }

    internal bool ReportsUnobserved => _failures.ReportsUnobserved;

    /// <summary>The time of the loop's clock, in ticks.</summary>
    internal long Now => _scheduler.HighResMonotonicClock.Ticks;

    /// <summary>
    /// Runs <paramref name="callback"/> on the loop after all queued callbacks, never inline
    /// (<c>loop.call_soon_threadsafe</c>). Callbacks of one caller run in the order in which it queued them. Does not
    /// block.
    /// </summary>
    /// <remarks>The execution context flows. An exception of the callback is reported.</remarks>
    /// <param name="callback">The callback.</param>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public void CallSoon(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        EnqueueOrRefuse(new WorkItem(ActionInvoker.Instance, callback, null, ExecutionContext.Capture()));
    }

    /// <summary>
    /// Runs <paramref name="callback"/> with <paramref name="state"/> on the loop, as
    /// <see cref="CallSoon(Action)"/> does, without a closure.
    /// </summary>
    /// <typeparam name="TState">The type of the callback's argument. A value type is boxed.</typeparam>
    /// <param name="callback">The callback.</param>
    /// <param name="state">The callback's argument.</param>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">As many callbacks wait as the loop's capacity allows.</exception>
    public void CallSoon<TState>(Action<TState> callback, TState state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        EnqueueOrRefuse(
            new WorkItem(StateInvoker.For<TState>(), callback, state, ExecutionContext.Capture()));
    }

    /// <summary>
    /// As <see cref="CallSoon(Action)"/>, for an async callback: each <c>await</c> in it resumes on the loop.
    /// </summary>
    /// <remarks>
    /// The execution context flows. An exception of the callback is reported, also after an <c>await</c>. For a task
    /// with the outcome, see <see cref="RunAsync(Func{Task})"/>.
    /// </remarks>
    /// <inheritdoc cref="CallSoon(Action)"/>
    [OverloadResolutionPriority(1)]
    public void CallSoon(Func<Task> callback) => CallSoon(AsyncCall.Of(this, callback));

    /// <summary>As <see cref="CallSoon(Func{Task})"/>, with a state instead of a closure.</summary>
    /// <inheritdoc cref="CallSoon{TState}(Action{TState}, TState)"/>
    [OverloadResolutionPriority(1)]
    public void CallSoon<TState>(Func<TState, Task> callback, TState state) =>
        CallSoon(AsyncCall.Of(this, callback, state));

    /// <summary>The loop's name, for debuggers and logs.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => $"loop '{Name}'";

    /// <summary>Schedules a callback of any kind.</summary>
    internal DelayedCall CallLater(
        TimeSpan delay, CallInvoker invoker, object callback, object? state, ExecutionContext? context)
    {
        Delays.ThrowIfTooLong(delay);
        ThrowIfRefusing();
        return CallAgain(delay, invoker, callback, state, context);
    }

    /// <summary>Schedules the next run of a repeated call. A loop at its capacity does not refuse the run.</summary>
    internal DelayedCall CallAgain(
        TimeSpan delay, CallInvoker invoker, object callback, object? state, ExecutionContext? context)
    {
        if (!IsOpen)
            throw new LoopTerminatedException(Name);
        // A callback without a context runs in the default context.
        if (ReferenceEquals(context, DefaultExecutionContext.Instance))
            context = null;
        var now = Now;
        if (!DelayedCalls.TryAdd(new WorkItem(invoker, callback, state, context), Delays.Due(now, delay), now, out var call))
            throw new LoopTerminatedException(Name);
        return call;
    }

    private string Display =>
        $"{this} ({(IsClosed ? "closed" : IsOpen ? "open" : "closing")}, " +
        $"{_runner.Pending} waiting, {DelayedCalls.Count} scheduled)";

    internal void Started(IActorRef actor)
    {
        // The loop has not rested before, so no posting thread has tried to wake an actor that did not exist yet.
        Interlocked.Exchange(ref _ref, actor);
        _runner.RestOrWake();
        MeasuredLoops.Add(Telemetry);
        // The actor may have been stopped at once. This thread adds the loop, passes a fence, and reads the state. The
        // closing thread writes the state, passes a fence, and removes the loop. So a removal follows the addition.
        Interlocked.MemoryBarrier();
        if (IsClosed)
            MeasuredLoops.Remove(Telemetry);
    }

    /// <summary>
    /// Tells an actor a message. The calling thread does not wait, even if the actor's mailbox is full.
    /// </summary>
    internal void Tell(IActorRef target, Action tell) => Deliveries.Tell(Name, target, tell);

    internal void Report(string origin, Exception cause) => _failures.Report(Name, origin, cause);
}

namespace Txaio.Actors;

/// <summary>
/// The settings of a loop in code, for a loop that is made while the system runs, and for the options of
/// Txaio.Actors.Hosting: the same settings as in a section under <c>txaio.loops</c>. A null setting takes its value from
/// the loop's own section in a host's HOCON, and else from the section <c>txaio.loops.default</c>.
/// </summary>
/// <remarks>
/// <para>The settings are checked when the loop is made, with the same errors as for a section. Not from txaio.</para>
/// <para>A loop has a dispatcher of its own, with two exceptions. The first: <see cref="Dispatcher"/> names a shared
/// dispatcher. The second: <c>txaio.loops.default</c> names a shared dispatcher, and <see cref="DispatcherType"/>,
/// <see cref="Throughput"/> and <see cref="Threads"/> are null.</para>
/// </remarks>
public sealed class LoopOptions
{
    /// <summary>
    /// The id of a configured dispatcher that the loop shares with others. Must not be set together with
    /// <see cref="DispatcherType"/>, <see cref="Throughput"/> or <see cref="Threads"/>, which describe a dispatcher of
    /// the loop's own.
    /// </summary>
    public string? Dispatcher { get; set; }

    /// <summary>
    /// The type of the loop's own dispatcher: <c>ForkJoinDispatcher</c>, <c>PinnedDispatcher</c> or the
    /// assembly-qualified name of a <c>MessageDispatcherConfigurator</c>, such as <see cref="OneThreadDispatcher"/>, the
    /// default.
    /// </summary>
    public string? DispatcherType { get; set; }

    /// <summary>
    /// How many messages the loop's actor handles before the thread may run another actor of the loop's own dispatcher.
    /// </summary>
    public int? Throughput { get; set; }

    /// <summary>
    /// How many threads the loop's own <c>ForkJoinDispatcher</c> has; 1 or more. Without a
    /// <see cref="DispatcherType"/> this number chooses that type. With any number of threads, callbacks run one at a
    /// time.
    /// </summary>
    public int? Threads { get; set; }

    /// <summary>How many callbacks run in one turn, before other messages of the loop's actor; 1 or more.</summary>
    public int? CallbacksPerTurn { get; set; }

    /// <summary>How many callbacks may wait. The loop refuses new work beyond this number. 0: no bound.</summary>
    public int? Capacity { get; set; }

    /// <summary>
    /// A callback that holds the loop for longer than this time is logged at warn. More than zero, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> to log no callback.
    /// </summary>
    public TimeSpan? SlowCallback { get; set; }
}

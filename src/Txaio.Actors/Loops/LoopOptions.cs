namespace Txaio.Actors;

/// <summary>
/// The settings of a loop that is made while the system runs, as a section under <c>txaio.loops</c> has them. A setting
/// that is null has the value of the section <c>txaio.loops.default</c>.
/// </summary>
/// <remarks>
/// They are checked when the loop is made, with the same errors as a section. A loop has a dispatcher of its own unless
/// <see cref="Dispatcher"/> names one that is shared on purpose, or <c>txaio.loops.default</c> does and none of
/// <see cref="DispatcherType"/>, <see cref="Throughput"/> and <see cref="Threads"/> is set. Not from txaio.
/// </remarks>
public sealed class LoopOptions
{
    /// <summary>
    /// The id of a configured dispatcher that is shared on purpose. Not together with <see cref="DispatcherType"/>,
    /// <see cref="Throughput"/> and <see cref="Threads"/>, which describe a dispatcher of the loop's own.
    /// </summary>
    public string? Dispatcher { get; set; }

    /// <summary>
    /// The type of the loop's own dispatcher: <c>ForkJoinDispatcher</c>, <c>PinnedDispatcher</c> or the
    /// assembly-qualified name of a <c>MessageDispatcherConfigurator</c>.
    /// </summary>
    public string? DispatcherType { get; set; }

    /// <summary>
    /// How many messages the loop's actor handles before its thread turns to another actor of its own dispatcher.
    /// </summary>
    public int? Throughput { get; set; }

    /// <summary>
    /// How many threads the loop's own <c>ForkJoinDispatcher</c> has; 1 or more. Callbacks run one at a time, however
    /// many.
    /// </summary>
    public int? Threads { get; set; }

    /// <summary>How many callbacks run in one turn, before other messages of the loop's actor; 1 or more.</summary>
    public int? CallbacksPerTurn { get; set; }

    /// <summary>How many callbacks may wait; over it, new work is refused. 0: no bound.</summary>
    public int? Capacity { get; set; }

    /// <summary>
    /// A callback that holds the loop longer is logged at warn; more than zero, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for none.
    /// </summary>
    public TimeSpan? SlowCallback { get; set; }
}

namespace Txaio.Actors.Hosting;

/// <summary>
/// A section under <c>txaio.loops</c>. An option that is null keeps the HOCON's value, or comes from the default loop's
/// section.
/// </summary>
/// <remarks>
/// A loop has a dispatcher of its own unless <see cref="Dispatcher"/> names one that is shared on purpose. Not from
/// txaio.
/// </remarks>
public sealed class TxaioLoopOptions
{
    /// <summary>
    /// Id of a dispatcher that is shared on purpose. Not together with <see cref="DispatcherType"/>,
    /// <see cref="Throughput"/> and <see cref="Threads"/>, which describe one of the loop's own.
    /// </summary>
    public string? Dispatcher { get; set; }

    /// <summary>
    /// Type of the loop's own dispatcher: <c>ForkJoinDispatcher</c>, <c>PinnedDispatcher</c> or the assembly-qualified
    /// name of a <c>MessageDispatcherConfigurator</c>.
    /// </summary>
    public string? DispatcherType { get; set; }

    /// <summary>Messages that the loop's actor handles before its thread turns to another actor.</summary>
    public int? Throughput { get; set; }

    /// <summary>
    /// Threads of the loop's own <c>ForkJoinDispatcher</c>. Callbacks run one at a time, however many.
    /// </summary>
    public int? Threads { get; set; }

    /// <summary>Callbacks in one turn, then other messages of the loop get theirs; 1 or more.</summary>
    public int? CallbacksPerTurn { get; set; }

    /// <summary>Callbacks that may wait; over it new work is refused. 0: no bound.</summary>
    public int? Capacity { get; set; }

    /// <summary>Callbacks that hold the loop longer are logged at warn; more than zero, or infinite.</summary>
    public TimeSpan? SlowCallback { get; set; }
}

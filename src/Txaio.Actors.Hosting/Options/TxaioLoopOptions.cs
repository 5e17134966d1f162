namespace Txaio.Actors.Hosting;

/// <summary>
/// A section under <c>txaio.loops</c>. An option that is null keeps the HOCON's value, or the value of the default
/// loop's section.
/// </summary>
/// <remarks>
/// A loop has its own dispatcher unless <see cref="Dispatcher"/> names a shared dispatcher. Not from
/// txaio.
/// </remarks>
public sealed class TxaioLoopOptions
{
    /// <summary>
    /// Id of a dispatcher that is shared on purpose. Not together with <see cref="DispatcherType"/>,
    /// <see cref="Throughput"/> and <see cref="Threads"/>, which describe the loop's own dispatcher.
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
    /// Threads of the loop's own <c>ForkJoinDispatcher</c>. Callbacks run one at a time on any number of threads.
    /// </summary>
    public int? Threads { get; set; }

    /// <summary>
    /// The most callbacks in one turn, before other messages of the loop's actor are handled; 1 or more.
    /// </summary>
    public int? CallbacksPerTurn { get; set; }

    /// <summary>The most waiting callbacks; the loop refuses more work. 0: no bound.</summary>
    public int? Capacity { get; set; }

    /// <summary>Callbacks that run longer are logged at warn; more than zero, or infinite.</summary>
    public TimeSpan? SlowCallback { get; set; }
}

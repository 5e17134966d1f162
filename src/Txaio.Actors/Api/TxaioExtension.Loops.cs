using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Txaio.Actors.Api.NewLoops;
using Txaio.Actors.Configuration;
using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>The loops, and making loops while the system runs.</content>
public sealed partial class TxaioExtension
{
    /// <summary>The loops by name.</summary>
    internal LoopTable Table { get; } = new();

    /// <summary>Makes loops while the system runs.</summary>
    internal LoopMaker LoopMaker { get; }

    /// <summary>
    /// The loops in the order of their names. A loop configured under <c>txaio.loops</c> stays in the list after it has
    /// closed. A loop of <see cref="NewLoop(string, LoopOptions?)"/> stays in the list until it has been disposed.
    /// </summary>
    /// <remarks>A snapshot. Any thread. Not from txaio.</remarks>
    public IReadOnlyList<EventLoop> Loops => Table.Loops;

    /// <summary>
    /// Makes a loop while the system runs (<c>asyncio.new_event_loop()</c>). The loop is an actor
    /// <c>/system/txaio/loops/{name}</c> with a dispatcher of its own, unless its settings name a shared dispatcher.
    /// </summary>
    /// <remarks>
    /// <para><see cref="ITxaio.WithConfig(EventLoop)"/> binds txaio to the loop. Until the loop is disposed
    /// (<see cref="EventLoop.DisposeAsync"/>), its name can be used like the name of a configured loop, in
    /// <c>system.Txaio(name)</c> and in messages. The loop is also in <see cref="Loops"/>, metrics and health checks. A
    /// loop that is never disposed closes with the system.</para>
    /// <para>Any thread, also on loops and in actors. The calling thread does not wait. If the scheduler is an
    /// <see cref="IDrivenScheduler"/>, as in virtual time, the loop gets no dispatcher of its own: it runs on the
    /// dispatcher of the loop <c>default</c>. The execution context does not flow to the loop's thread.</para>
    /// </remarks>
    /// <param name="name">
    /// The loop's name, made of letters (A-Z, a-z), digits, '_' and '-'. No other loop of the system, configured or
    /// made at run time, may have the same name.
    /// </param>
    /// <param name="options">The settings that differ from <c>txaio.loops.default</c>; null for none.</param>
    /// <returns>The loop.</returns>
    /// <exception cref="InvalidActorNameException">
    /// The name is not allowed, or another loop has the name. If several threads make loops with the same name at the
    /// same time, one of the calls succeeds.
    /// </exception>
    /// <exception cref="ConfigurationException">
    /// An option is wrong: one line with the path <c>txaio.loops.{name}.{key}</c>, the value and the allowed values.
    /// </exception>
    /// <exception cref="LoopTerminatedException">
    /// The actor system ends: its user actors have stopped. Or the parent of the loops' actors was stopped.
    /// </exception>
    public EventLoop NewLoop(string name, LoopOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return LoopMaker.Make(name, OptionsHocon.Of(options ?? new LoopOptions()));
    }

    /// <summary>
    /// As <see cref="NewLoop(string, LoopOptions?)"/>, with the settings in HOCON, in the form of a section under
    /// <c>txaio.loops</c>. The settings need not be in the system's configuration.
    /// </summary>
    /// <param name="name">The loop's name.</param>
    /// <param name="section">The settings that differ from <c>txaio.loops.default</c>; may be empty.</param>
    /// <inheritdoc cref="NewLoop(string, LoopOptions?)"/>
    public EventLoop NewLoop(string name, Config section)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(section);
        return LoopMaker.Make(name, SettingsSection.Whole(section, $"txaio.loops.{HoconValues.OneLine(name)}"));
    }

    /// <summary>Returns txaio on the loop with that name.</summary>
    internal ITxaio On(string loop) => Table.On(loop);

    /// <summary>Returns txaio on exactly that loop.</summary>
    internal ITxaio On(EventLoop loop) => Table.On(loop);

    /// <summary>Makes a loop without its actor.</summary>
    /// <param name="settings">The loop's settings.</param>
    /// <param name="dispatcher">The loop's dispatcher, if Akka's registry does not have it; else null.</param>
    /// <param name="disposal">Closes the loop before the system ends; null for a configured loop.</param>
    internal EventLoop MakeLoop(
        LoopSettings settings, MessageDispatcher? dispatcher = null, LoopDisposal? disposal = null) =>
        new(System, Scheduler, settings, _failures)
        {
            Deliveries = Deliveries,
            Bounds = Bounds,
            Telemetry = { BatchedTimers = () => TimerHost.Timers },
            Promises = _promises,
            OwnDispatcher = dispatcher,
            Disposal = disposal,
            CloseTimers = loop => TimerHost.CloseTimersOf(loop),
            Forget = Table.Forget,
        };
}

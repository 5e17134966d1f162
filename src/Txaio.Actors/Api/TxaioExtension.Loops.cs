using Akka.Actor;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Dispatch;
using Txaio.Actors.Api.NewLoops;
using Txaio.Actors.Configuration;
using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>The loops, and those that are made while the system runs.</content>
public sealed partial class TxaioExtension
{
    /// <summary>The loops by their names.</summary>
    internal LoopTable Table { get; } = new();

    /// <summary>Makes loops while the system runs.</summary>
    internal LoopMaker LoopMaker { get; }

    /// <summary>
    /// The loops in the order of their names: those of all sections under <c>txaio.loops</c>, which stay in the list
    /// when they have closed, and those of <see cref="NewLoop(string, LoopOptions?)"/> until they are disposed.
    /// </summary>
    /// <remarks>A snapshot. Any thread. Not from txaio.</remarks>
    public IReadOnlyList<EventLoop> Loops => Table.Loops;

    /// <summary>
    /// Makes a loop while the system runs (<c>asyncio.new_event_loop()</c>): an actor
    /// <c>/system/txaio/loops/{name}</c>, with a dispatcher of its own unless the options say otherwise.
    /// </summary>
    /// <remarks>
    /// <para><see cref="ITxaio.WithConfig(EventLoop)"/> binds txaio to it. Until it is disposed
    /// (<see cref="EventLoop.DisposeAsync"/>) the actor system knows it by its name, as it knows configured loops:
    /// <c>system.Txaio(name)</c>, <see cref="Loops"/>, messages, metrics and health checks. A loop that is not disposed
    /// closes with the system.</para>
    /// <para>Any thread, also on loops and in actors; waits for nothing. Where the scheduler is an
    /// <see cref="IDrivenScheduler"/>, as in virtual time, a loop whose dispatcher would be its own runs where the loop
    /// <c>default</c> runs. The execution context does not flow to the loop's thread.</para>
    /// </remarks>
    /// <param name="name">
    /// The loop's name, made of letters (A-Z, a-z), digits, '_' and '-'. A loop that is there, configured or made, must
    /// not have it.
    /// </param>
    /// <param name="options">What differs from the section <c>txaio.loops.default</c>; null: nothing.</param>
    /// <returns>The loop.</returns>
    /// <exception cref="InvalidActorNameException">
    /// The name is not allowed, or a loop has it. Of several threads that make a loop of one name at once, one gets it.
    /// </exception>
    /// <exception cref="ConfigurationException">
    /// An option is wrong: one line with the path <c>txaio.loops.{name}.{key}</c>, the value and what is allowed.
    /// </exception>
    /// <exception cref="LoopTerminatedException">
    /// The actor system ends: its user actors have stopped. Or the actor above the loops was stopped.
    /// </exception>
    public EventLoop NewLoop(string name, LoopOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return LoopMaker.Make(name, LoopOptionsHocon.Of(options ?? new LoopOptions()));
    }

    /// <summary>
    /// As <see cref="NewLoop(string, LoopOptions?)"/>, with the settings in HOCON: a section as one under
    /// <c>txaio.loops</c>. It need not be in the system's configuration.
    /// </summary>
    /// <param name="name">The loop's name.</param>
    /// <param name="section">What differs from the section <c>txaio.loops.default</c>; it may be empty.</param>
    /// <inheritdoc cref="NewLoop(string, LoopOptions?)"/>
    public EventLoop NewLoop(string name, Config section)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(section);
        return LoopMaker.Make(name, section.Root?.GetObject() ?? new HoconObject());
    }

    /// <summary>txaio on the loop of that name.</summary>
    internal ITxaio On(string loop) => Table.On(loop);

    /// <summary>txaio on that very loop.</summary>
    internal ITxaio On(EventLoop loop) => Table.On(loop);

    /// <summary>Makes a loop without its actor.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="dispatcher">The dispatcher of its own that Akka's registry does not know, if it has one.</param>
    /// <param name="disposal">How it is closed before the system ends; null for a configured one.</param>
    internal EventLoop MakeLoop(
        LoopSettings settings, MessageDispatcher? dispatcher = null, LoopDisposal? disposal = null) =>
        new(System, settings, _failures)
        {
            Deliveries = Deliveries,
            Bounds = Bounds,
            Telemetry = { BatchedTimers = () => TimerHost.Timers },
            Promises = _promises,
            OwnDispatcher = dispatcher,
            Disposal = disposal,
            Forget = Table.Forget,
        };
}

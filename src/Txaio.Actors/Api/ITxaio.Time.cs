using Akka;
using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Configuration;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <content>Time.</content>
public partial interface ITxaio
{
    /// <summary>
    /// Runs <paramref name="callback"/> on the loop after <paramref name="delay"/> (<c>txaio.call_later</c>): never
    /// early, and at most two ticks of the scheduler late when the loop is free.
    /// </summary>
    /// <remarks>
    /// Calls run in the order of their due times; calls with equal due times run in the order they were scheduled. The
    /// execution context flows. An exception of the callback is reported. A call that is pending when the loop closes
    /// never runs.
    /// </remarks>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <param name="callback">The callback.</param>
    /// <returns>The call, which can be cancelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    DelayedCall CallLater(TimeSpan delay, Action callback);

    /// <summary>As <see cref="CallLater(TimeSpan, Action)"/>, with a state instead of a closure.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <param name="callback">The callback.</param>
    /// <param name="state">The argument of the callback.</param>
    /// <returns>The call, which can be cancelled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    sealed DelayedCall CallLater<TState>(TimeSpan delay, Action<TState> callback, TState state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Schedule(delay, StateInvoker.For<TState>(), callback, state);
    }

    /// <summary>
    /// Tells <paramref name="target"/> the <paramref name="message"/> after <paramref name="delay"/>, with the given
    /// <paramref name="sender"/>.
    /// </summary>
    /// <remarks>
    /// No loop takes part, so a blocked loop does not delay the message. Messages to one target are told in the order
    /// of their due times. A target that blocks the telling thread, such as an actor with a full bounded mailbox,
    /// delays only its own messages.
    /// </remarks>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <param name="target">The actor that is told.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">The actor that the target can reply to; null for none.</param>
    /// <returns>The call, which can be cancelled until the message is told.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender);

    /// <summary>
    /// A timer for very many coarse timeouts (<c>txaio.make_batched_timer</c>), whose callbacks run on this loop.
    /// </summary>
    /// <param name="bucket">The length of a bucket: positive. Unlike in txaio, milliseconds are kept.</param>
    /// <param name="chunkSize">How many calls run before other callbacks get their turn: 1 or more.</param>
    /// <param name="rounding">Down: up to one bucket early, as in txaio. Up: never early.</param>
    /// <returns>The timer; dispose it when it is no longer used.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    IBatchedTimer MakeBatchedTimer(
        TimeSpan bucket, int chunkSize = 100, BucketRounding rounding = BucketRounding.Down);

    /// <summary>
    /// Makes a batched timer with a name while the system runs, as a section under <c>txaio.timers</c> does at the
    /// start. <see cref="BatchedTimer"/> returns it to all callers; metrics, reports and health checks have its name.
    /// </summary>
    /// <remarks>
    /// For packages whose timer has no section in the configuration. Any thread. Disposing the timer ends it for all
    /// callers and frees its name. The end of its loop, or of the actor system, does the same. Not from txaio.
    /// </remarks>
    /// <param name="name">
    /// The timer's name, made of letters (A-Z, a-z), digits, '_' and '-'. No other timer and no section under
    /// <c>txaio.timers</c> may have the same name.
    /// </param>
    /// <param name="options">
    /// The settings. A timer whose options name no loop runs its callbacks on the loop of this instance.
    /// </param>
    /// <returns>The timer; dispose it when it is no longer used.</returns>
    /// <exception cref="InvalidActorNameException">
    /// The name is not allowed or in use. If several threads use the same name at the same time, one of them gets it.
    /// </exception>
    /// <exception cref="ConfigurationException">
    /// An option is wrong: one line with the path <c>txaio.timers.{name}.{key}</c>, the value and the allowed values.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The timer's loop has closed.</exception>
    sealed IBatchedTimer MakeBatchedTimer(string name, BatchedTimerOptions options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        return TxaioExtension.Get(Loop.System).NamedTimers.Make(name, OptionsHocon.Of(options), Loop);
    }

    /// <summary>
    /// As <see cref="MakeBatchedTimer(string, BatchedTimerOptions)"/>, with the settings in HOCON, in the form of a
    /// section under <c>txaio.timers</c>. The settings need not be in the system's configuration.
    /// </summary>
    /// <param name="name">The timer's name.</param>
    /// <param name="section">The settings; <c>bucket</c> is required.</param>
    /// <inheritdoc cref="MakeBatchedTimer(string, BatchedTimerOptions)"/>
    sealed IBatchedTimer MakeBatchedTimer(string name, Config section)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(section);
        return TxaioExtension.Get(Loop.System).NamedTimers.Make(
            name, SettingsSection.Whole(section, $"txaio.timers.{HoconValues.OneLine(name)}"), Loop);
    }

    /// <summary>
    /// The batched timer that <c>txaio.timers.{name}</c> configures, or that was made with that name, shared by all
    /// callers.
    /// </summary>
    /// <remarks>
    /// The timer's callbacks run on the loop that its section or its options name, not on the loop of this instance.
    /// Disposing the timer ends it for all callers. The next call returns a new timer if there is a section. A section
    /// may be added after the extension has started: packages add defaults with <c>Settings.InjectTopLevelFallback</c>.
    /// The first call for the section's timer reads and checks the section.
    /// </remarks>
    /// <param name="name">
    /// The name of the section, or of a timer of <see cref="MakeBatchedTimer(string, BatchedTimerOptions)"/>.
    /// </param>
    /// <returns>The timer.</returns>
    /// <exception cref="ArgumentException">No section and no timer has that name; the message lists them.</exception>
    /// <exception cref="ConfigurationException">
    /// The section was added after the start and is invalid. The message is one line: path, value and allowed values.
    /// </exception>
    IBatchedTimer BatchedTimer(string name);

    /// <summary>A future that completes after <paramref name="delay"/> (<c>txaio.sleep</c>).</summary>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <returns>The future; cancelling it ends the sleep.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> Sleep(TimeSpan delay);

    /// <summary>As <see cref="Sleep(TimeSpan)"/>; the token ends the sleep.</summary>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: never. At most 36,500 days.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels the future, which fails with a <see cref="FutureCancelledException"/> that carries the token.
    /// </param>
    /// <returns>The future; cancelling it ends the sleep as well.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Done> Sleep(TimeSpan delay, CancellationToken cancellationToken);

    // Not generic: calls of generic interface members go through a look-up, a quarter of the cost of the whole call.
    internal DelayedCall Schedule(TimeSpan delay, CallInvoker invoker, object callback, object? state) =>
        CallLater(delay, () => invoker.Invoke(callback, state));
}

using System.Runtime.CompilerServices;
using Akka.Configuration;

namespace Txaio.Actors;

/// <summary>
/// The vocabulary of txaio, bound to one loop: futures, failures, timers and loggers. Instances come from
/// <c>system.Txaio()</c>, <c>context.Txaio()</c> and <see cref="WithConfig(string)"/>.
/// </summary>
/// <remarks>
/// <para>Callbacks run on the loop, not in the actor that added them, so they must not touch the actor's state. Inside
/// actors, <c>await</c> in <c>ReceiveAsync</c>, pipe futures to <c>Self</c>, or schedule messages to
/// <c>Self</c>.</para>
/// <para>Instances are immutable and may be used from any thread. After the loop has closed, members that queue new
/// work throw <see cref="LoopTerminatedException"/>; all other members work as before.</para>
/// <para>The functions of txaio for which futures have members, such as <c>resolve</c>, are extension methods in
/// <see cref="TxaioPortingExtensions"/>. The library implements this interface; later versions may add members.</para>
/// </remarks>
public partial interface ITxaio
{
    /// <summary>The loop that this instance's futures, timers and callbacks belong to.</summary>
    EventLoop Loop { get; }

    /// <summary>Always true (<c>txaio.using_twisted</c> and <c>using_asyncio</c> are its counterparts).</summary>
    bool UsingAkka { get; }

    /// <summary>False, always (<c>txaio.using_asyncio</c>).</summary>
    bool UsingAsyncio { get; }

    /// <summary>False, always (<c>txaio.using_twisted</c>).</summary>
    bool UsingTwisted { get; }

    /// <summary>An instance bound to another loop (<c>txaio.with_config</c>). This instance stays unchanged.</summary>
    /// <param name="loop">
    /// The name of a section under <c>txaio.loops</c>, or of a loop of <see cref="NewLoop(string, LoopOptions?)"/> that
    /// has not been disposed.
    /// </param>
    /// <returns>The instance. Each call returns the same instance, until the loop has been disposed.</returns>
    /// <exception cref="UnknownLoopException">No loop has that name; the message lists the loops.</exception>
    [OverloadResolutionPriority(1)]
    ITxaio WithConfig(string loop);

    /// <summary>An instance bound to another loop of the same actor system (<c>txaio.with_config</c>).</summary>
    /// <param name="loop">The loop. It may have closed or been disposed.</param>
    /// <returns>The instance. Each call returns the same instance.</returns>
    /// <exception cref="UnknownLoopException">The loop belongs to another actor system.</exception>
    ITxaio WithConfig(EventLoop loop);

    /// <summary>
    /// Makes a loop in the actor system of this instance (<c>asyncio.new_event_loop()</c>). The loop has a dispatcher
    /// of its own, unless its settings name a shared dispatcher. <see cref="WithConfig(EventLoop)"/> binds txaio to the
    /// loop; <see cref="EventLoop.DisposeAsync"/> closes the loop before the system ends.
    /// </summary>
    /// <inheritdoc cref="TxaioExtension.NewLoop(string, LoopOptions?)"/>
    sealed EventLoop NewLoop(string name, LoopOptions? options = null) =>
        TxaioExtension.Get(Loop.System).NewLoop(name, options);

    /// <summary>
    /// As <see cref="NewLoop(string, LoopOptions?)"/>, with the settings in HOCON, in the form of a section under
    /// <c>txaio.loops</c>. The settings need not be in the system's configuration.
    /// </summary>
    /// <inheritdoc cref="TxaioExtension.NewLoop(string, Config)"/>
    sealed EventLoop NewLoop(string name, Config section) =>
        TxaioExtension.Get(Loop.System).NewLoop(name, section);
}

using System.Runtime.CompilerServices;

namespace Txaio.Actors;

/// <summary>
/// The vocabulary of txaio, bound to one loop: futures, failures, timers and loggers. Got with
/// <c>system.Txaio()</c>, <c>context.Txaio()</c>, or <see cref="WithConfig(string)"/>.
/// </summary>
/// <remarks>
/// <para>Callbacks run on the loop, never in the actor that asked: they would race with its state. Inside actors,
/// <c>await</c> in <c>ReceiveAsync</c>, pipe futures to <c>Self</c>, or schedule messages to <c>Self</c>.</para>
/// <para>Instances are immutable and may be used from any thread. After the loop has closed, whatever queues new
/// work throws <see cref="LoopTerminatedException"/>; all other members work as before.</para>
/// <para>txaio's functions that C# has another way to write, such as <c>resolve</c>, are in
/// <see cref="TxaioPortingExtensions"/>, and are called in the same way. The library implements this interface; later
/// versions may add members to it.</para>
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

    /// <summary>An instance bound to another loop (<c>txaio.with_config</c>); this one stays as it is.</summary>
    /// <param name="loop">The name of a section under <c>txaio.loops</c>.</param>
    /// <returns>The instance; the same one each time.</returns>
    /// <exception cref="UnknownLoopException">No loop has that name; the message lists those that exist.</exception>
    [OverloadResolutionPriority(1)]
    ITxaio WithConfig(string loop);

    /// <summary>An instance bound to another loop of the same actor system (<c>txaio.with_config</c>).</summary>
    /// <param name="loop">The loop.</param>
    /// <returns>The instance; the same one each time.</returns>
    /// <exception cref="UnknownLoopException">The loop belongs to another actor system.</exception>
    ITxaio WithConfig(EventLoop loop);
}

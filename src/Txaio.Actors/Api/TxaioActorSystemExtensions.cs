using Akka.Actor;

namespace Txaio.Actors;

/// <summary>The entry point: txaio's instances for an actor system.</summary>
public static class TxaioActorSystemExtensions
{
    /// <summary>txaio on the loop that <c>txaio.default-loop</c> names. The first call starts the loops.</summary>
    /// <param name="system">The actor system.</param>
    /// <returns>
    /// The instance; the same one each time, unless <see cref="TxaioExtension.Default"/> was set.
    /// </returns>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// The configuration under <c>txaio</c> is invalid.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The system is ending, and txaio was not started before.</exception>
    public static ITxaio Txaio(this ActorSystem system) => TxaioExtension.Get(system).Default;

    /// <summary>txaio on the loop of that name.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="loop">
    /// The name of a section under <c>txaio.loops</c>, or of a loop of <see cref="ITxaio.NewLoop(string, LoopOptions?)"/>
    /// that has not been disposed.
    /// </param>
    /// <returns>The instance; the same one each time, as long as the loop is there.</returns>
    /// <exception cref="UnknownLoopException">No loop has that name; the message lists those that exist.</exception>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// The configuration under <c>txaio</c> is invalid.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The system is ending, and txaio was not started before.</exception>
    public static ITxaio Txaio(this ActorSystem system, string loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        return TxaioExtension.Get(system).On(loop);
    }

    /// <summary>The same as <c>context.System.Txaio()</c>: callbacks run on the loop, never in this actor.</summary>
    /// <param name="context">The context of an actor.</param>
    /// <returns>The instance; the same one each time.</returns>
    public static ITxaio Txaio(this IActorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.System.Txaio();
    }
}

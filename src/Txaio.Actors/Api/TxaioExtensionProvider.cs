using Akka.Actor;

namespace Txaio.Actors;

/// <summary>
/// Starts <see cref="TxaioExtension"/> with the actor system, when <c>akka.extensions</c> names this class. A node that
/// only receives messages of this library needs the extension too, since the extension binds the messages' serializer.
/// </summary>
public sealed class TxaioExtensionProvider : ExtensionIdProvider<TxaioExtension>
{
    /// <summary>Starts the extension.</summary>
    /// <param name="system">The actor system.</param>
    /// <returns>The extension.</returns>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// The configuration under <c>txaio</c> is invalid. One line: path, value and allowed values.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The system is ending.</exception>
    /// <exception cref="InvalidActorNameException">
    /// The extension was started before: <see cref="TxaioExtension.Get"/> returns it.
    /// </exception>
    public override TxaioExtension CreateExtension(ExtendedActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return new(system);
    }
}

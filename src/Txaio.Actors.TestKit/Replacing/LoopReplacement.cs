using Akka.Actor;

namespace Txaio.Actors.TestKit.Replacing;

/// <summary>Makes another loop the default loop of an actor system, until <see cref="Dispose"/>.</summary>
internal sealed class LoopReplacement : IDisposable
{
    private readonly TxaioExtension _extension;
    private readonly ITxaio _original;
    private readonly ITxaio _replacement;
    private bool _disposed;

    public LoopReplacement(ActorSystem system, ITxaio replacement)
    {
        _extension = TxaioExtension.Get(system);
        _original = _extension.Default;
        _replacement = replacement;
        _extension.Default = replacement;
    }

    /// <summary>Restores the replaced loop.</summary>
    /// <exception cref="InvalidOperationException">
    /// A later replacement has not ended. Nothing has changed; <c>Dispose</c> may be called again.
    /// </exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        if (!ReferenceEquals(_extension.Default, _replacement))
        {
            throw new InvalidOperationException(
                $"The default loop was replaced by {_replacement.Loop}, then by another loop, and that was not "
                + "undone: dispose of the inner ReplaceLoop first, then of this one.");
        }

        _disposed = true;
        _extension.Default = _original;
    }
}

using Akka.Actor;

namespace Txaio.Actors.TestKit.Replacing;

/// <summary>Makes another loop the default one of an actor system until it is disposed of.</summary>
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

    /// <summary>Puts the replaced loop back.</summary>
    /// <exception cref="InvalidOperationException">
    /// Another replacement has not ended; nothing has changed, and this may be called again.
    /// </exception>
    public void Dispose()
    {
        if (_disposed)
            return;
        if (!ReferenceEquals(_extension.Default, _replacement))
        {
            throw new InvalidOperationException(
                $"The default loop was replaced by {_replacement.Loop}, then by something else, and that was not "
                + "undone: end the inner ReplaceLoop first, then this one.");
        }

        _disposed = true;
        _extension.Default = _original;
    }
}

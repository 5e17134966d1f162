using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors.Futures.Bodies;

/// <summary>
/// A promise that a running async function has made. A cancel of the function cancels the promise only while the
/// function awaits the promise.
/// </summary>
internal sealed class ScopedFuture<T>(EventLoop loop, CancelScope scope) : Future<T>(loop)
{
    internal override bool IsMadeIn(CancelScope asked) => ReferenceEquals(asked, scope);
}

using System.Runtime.CompilerServices;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Api.Bound;

/// <content>The first of several futures.</content>
internal sealed partial class TxaioApi
{
    public Future<Future<T>> WhenAny<T>(IEnumerable<Future<T>> futures, bool cancelOthers = false)
    {
        var given = AtLeastOne(Copied(futures));
        loop.ThrowIfRefusing();
        return WhenAnyContinuation<Future<T>>.Of(loop, given, cancelOthers);
    }

    public Future<IFuture> WhenAny(IEnumerable<IFuture> futures, bool cancelOthers = false)
    {
        var given = AtLeastOne(LibraryFutures(Copied(futures)));
        loop.ThrowIfRefusing();
        return WhenAnyContinuation<IFuture>.Of(loop, given, cancelOthers);
    }

    public Future<T> FirstSuccess<T>(IEnumerable<Future<T>> futures, bool cancelOthers = false)
    {
        var given = AtLeastOne(Copied(futures));
        loop.ThrowIfRefusing();
        return FirstSuccessContinuation<T>.Of(
            loop, given, cancelOthers, static future => ((Future<T>)future).Result);
    }

    public Future<object?> FirstSuccess(IEnumerable<IFuture> futures, bool cancelOthers = false)
    {
        var given = AtLeastOne(LibraryFutures(Copied(futures)));
        loop.ThrowIfRefusing();
        return FirstSuccessContinuation<object?>.Of(
            loop, given, cancelOthers, static future => future.UntypedResult);
    }

    private static Future[] AtLeastOne(Future[] futures, [CallerMemberName] string caller = "") =>
        futures.Length > 0 ? futures : throw new ArgumentException(
            $"{caller} was given no futures; at least one is needed.",
            nameof(futures));
}

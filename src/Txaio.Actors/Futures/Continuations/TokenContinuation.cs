using Txaio.Actors.Threading;

namespace Txaio.Actors.Futures.Continuations;

/// <summary>Lets a token cancel a pending future, and releases the token when the future is completed.</summary>
internal sealed class TokenContinuation : FutureContinuation
{
    private readonly Future _future;
    private readonly string _message;
    private CancellationTokenRegistration _registration;

    private TokenContinuation(Future future, string message) => (_future, _message) = (future, message);

    /// <summary>Lets <paramref name="token"/> cancel <paramref name="future"/>.</summary>
    /// <param name="future">The future.</param>
    /// <param name="token">The token; the exception carries it.</param>
    /// <param name="message">The exception's message.</param>
    public static void Add(Future future, CancellationToken token, string message)
    {
        if (!token.CanBeCanceled)
            return;
        var continuation = new TokenContinuation(future, message);
        continuation._registration = token.UnsafeRegister(
            static (it, token) => ((TokenContinuation)it!).Cancel(token), continuation);
        StressPoint.Here();
        future.AddContinuation(continuation);
    }

    // Not Dispose: it would wait for a running callback, which may be the caller of this method.
    public override void Run(Future future) => _registration.Unregister();

    private void Cancel(CancellationToken token) => _future.TryCancel(_message, token);
}

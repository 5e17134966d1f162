using Akka.Actor;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Futures.Asking;

/// <summary>
/// The future of an Ask with several attempts. Its promise is the sender of all attempts, so the first reply to any of
/// them completes the future.
/// </summary>
internal sealed class RetriedAsk<T>(EventLoop loop) : Future<T>(loop), IAsk
{
    // Set before the first attempt. Null once the future is completed: a caller that keeps the future does not keep the
    // message and the functions.
    private AskAttempts? _attempts;

    /// <remarks>As for an Ask of one attempt: the target replies and does not subscribe.</remarks>
    internal override bool IsKept => false;

    public void Undelivered(object undelivered, IActorRef recipient) =>
        Volatile.Read(ref _attempts)?.Undelivered(undelivered, recipient);

    public void Unhandled(object unhandled, IActorRef recipient) =>
        Volatile.Read(ref _attempts)?.Unhandled(unhandled, recipient);

    /// <summary>Makes the first attempt, unless the token is cancelled.</summary>
    public void Begin(AskAttempts attempts, CancellationToken token)
    {
        Volatile.Write(ref _attempts, attempts);
        RegisterWithLoop();
        TokenContinuation.Add(this, token, "The Ask's token was cancelled.");
        if (!IsCompleted)
            attempts.Begin();
    }

    internal override bool TryRejectByReply(Exception cause) =>
        Volatile.Read(ref _attempts) is { AsksAboutFailures: true } attempts
            ? attempts.TryAskAbout(cause)
            : TryReject(cause);

    private protected override string WrongReply(string type) => Volatile.Read(ref _attempts) is { } attempts
        ? AskedMessage.WrongReply(attempts.Question, type, typeof(T))
        : base.WrongReply(type);

    private protected override void UnregisterFromLoop()
    {
        Interlocked.Exchange(ref _attempts, null)?.End();
        base.UnregisterFromLoop();
    }
}

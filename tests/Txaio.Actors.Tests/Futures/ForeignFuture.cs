using Akka.Actor;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// An <see cref="IFuture"/> that the library did not make. Methods must refuse it before they use it.
/// </summary>
/// <param name="task">What <see cref="AsTask"/> returns; null if it throws, as all other members do.</param>
internal sealed class ForeignFuture(Task? task = null) : IFuture
{
    public EventLoop Loop => throw new NotSupportedException();

    public IActorRef Ref => throw new NotSupportedException();

    public bool IsCalled => throw new NotSupportedException();

    public bool IsCancelled => throw new NotSupportedException();

    public bool Cancel(string? msg = null) => throw new NotSupportedException();

    public bool Cancel(Exception reason) => throw new NotSupportedException();

    public void Reject(Exception error) => throw new NotSupportedException();

    public void Reject(IFailedFuture error) => throw new NotSupportedException();

    public bool TryReject(Exception error) => throw new NotSupportedException();

    public bool TryReject(IFailedFuture error) => throw new NotSupportedException();

    public Task AsTask() => task ?? throw new NotSupportedException();

    public void AddCallbacks(Action<object?>? callback = null, Action<IFailedFuture>? errback = null) =>
        throw new NotSupportedException();

    public void AddCallbacks(Func<object?, Task>? callback, Action<IFailedFuture>? errback = null) =>
        throw new NotSupportedException();

    public void AddCallbacks<TState>(
        Action<object?, TState>? callback, Action<IFailedFuture, TState>? errback, TState state) =>
        throw new NotSupportedException();

    public void AddCallbacks<TState>(
        Func<object?, TState, Task>? callback, Action<IFailedFuture, TState>? errback, TState state) =>
        throw new NotSupportedException();

    public void AddBoth(Action<Outcome<object?>> callback) => throw new NotSupportedException();

    public void AddBoth(Func<Outcome<object?>, Task> callback) => throw new NotSupportedException();

    public void AddBoth<TState>(Action<Outcome<object?>, TState> callback, TState state) =>
        throw new NotSupportedException();

    public void AddBoth<TState>(Func<Outcome<object?>, TState, Task> callback, TState state) =>
        throw new NotSupportedException();

    public FutureAwaiter GetAwaiter() => throw new NotSupportedException();

    public ConfiguredFuture ConfigureAwait(bool continueOnCapturedContext) => throw new NotSupportedException();
}

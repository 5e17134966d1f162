using Akka.Actor;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// An <see cref="IFuture"/> that the library did not make. Methods must refuse it before they use it.
/// </summary>
internal sealed class ForeignFuture : IFuture
{
    public EventLoop Loop => throw new NotSupportedException();

    public IActorRef Ref => throw new NotSupportedException();

    public bool IsCalled => throw new NotSupportedException();

    public bool IsCancelled => throw new NotSupportedException();

    public bool Cancel(string? msg = null) => throw new NotSupportedException();

    public void Reject(Exception error) => throw new NotSupportedException();

    public void Reject(IFailedFuture error) => throw new NotSupportedException();

    public bool TryReject(Exception error) => throw new NotSupportedException();

    public bool TryReject(IFailedFuture error) => throw new NotSupportedException();

    public Task AsTask() => throw new NotSupportedException();
}

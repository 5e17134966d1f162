using Akka.Actor;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Messages;

/// <summary>
/// To a future's <c>Ref</c>: gives it its value, as <c>Future.Resolve</c> does. For values that would mean something
/// else as a plain reply: null, a <see cref="Status.Failure"/>, a message of this namespace.
/// </summary>
/// <remarks>
/// No answer. A value of another type than the future's rejects it; null completes a future without a value. A
/// completed future stays as it was, and this goes to dead letters.
/// </remarks>
/// <param name="Value">The value.</param>
public sealed record Resolve(object? Value) : IPromiseControl
{
    /// <summary>The message's name and the type of its value.</summary>
    /// <returns>One line, without the value.</returns>
    public override string ToString() => MessageText.Of(nameof(Resolve), Value);
}

/// <summary>To a future's <c>Ref</c>: fails it, as <c>Future.Reject</c> does.</summary>
/// <remarks>No answer. A completed future stays as it was, and this goes to dead letters.</remarks>
/// <param name="Cause">Why.</param>
public sealed record Reject(Exception Cause) : IPromiseControl
{
    /// <summary>Why.</summary>
    public Exception Cause { get; init; } = Cause ?? throw new ArgumentNullException(nameof(Cause));

    /// <summary>The message's name and the type of its cause.</summary>
    /// <returns>One line, without the cause's text.</returns>
    public override string ToString() => MessageText.Of(nameof(Reject), Cause);
}

/// <summary>To a future's <c>Ref</c>: cancels it, as <c>Future.Cancel</c> does.</summary>
/// <remarks>No answer. A completed future stays as it was, and this goes to dead letters.</remarks>
/// <param name="Reason">The message of the <see cref="FutureCancelledException"/> it fails with.</param>
public sealed record Cancel(string? Reason = null) : IPromiseControl;

/// <summary>
/// To a future's <c>Ref</c>: tells <paramref name="Subscriber"/> how the future ends, now if it has, else when it does:
/// <see cref="FutureResolved"/> or <see cref="FutureRejected"/>. How an actor waits without blocking and without
/// touching its state from a callback.
/// </summary>
/// <remarks>
/// Many may subscribe. One that subscribes again while the future is pending is told once; one that dies is
/// forgotten. A future that was subscribed to counts as looked at, and is rejected when its loop closes first. From
/// another node, a completed one answers for <c>txaio.futures.keep-completed</c>, 30 s, counted from its completion or
/// from when its path is first read, whichever is later; then no message reaches the path. Watch it as well.
/// Subscribers of other nodes are bounded by <c>txaio.remote.subscribers</c>; over it the sender is told a
/// <see cref="Status.Failure"/>.
/// </remarks>
/// <param name="Subscriber">The actor that is told; mostly <c>Self</c>.</param>
public sealed record Subscribe(IActorRef Subscriber) : IPromiseControl
{
    /// <summary>The actor that is told; mostly <c>Self</c>.</summary>
    public IActorRef Subscriber { get; init; } = Subscriber ?? throw new ArgumentNullException(nameof(Subscriber));

    /// <summary>The node it came from.</summary>
    internal SendingNode Node { get; init; } = SendingNode.Here;

    /// <summary>The message's name.</summary>
    /// <returns>The name, without the subscriber's path.</returns>
    public override string ToString() => nameof(Subscribe);
}

/// <summary>To a subscriber: the future has its value. The future is the sender, too.</summary>
/// <param name="Future">The <c>Ref</c> of the future.</param>
/// <param name="Value">Its value.</param>
public sealed record FutureResolved(IActorRef Future, object? Value)
{
    /// <summary>The message's name and the type of the value.</summary>
    /// <returns>One line, without path and value.</returns>
    public override string ToString() => MessageText.Of(nameof(FutureResolved), Value);
}

/// <summary>To a subscriber: the future failed or was cancelled. The future is the sender, too.</summary>
/// <param name="Future">The <c>Ref</c> of the future.</param>
/// <param name="Cause">Why; a <see cref="FutureCancelledException"/> when it was cancelled.</param>
public sealed record FutureRejected(IActorRef Future, Exception Cause)
{
    /// <summary>The message's name and the type of the cause.</summary>
    /// <returns>One line, without path and cause's text.</returns>
    public override string ToString() => MessageText.Of(nameof(FutureRejected), Cause);
}

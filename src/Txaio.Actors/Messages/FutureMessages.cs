using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Messages;

/// <summary>
/// A message to a future's <c>Ref</c>: completes the future with a value, as <c>Future.Resolve</c> does. Needed for
/// values that have another meaning as a plain message: null, a <see cref="Status.Failure"/>, a message of this
/// namespace.
/// </summary>
/// <remarks>
/// There is no reply. A value that is not of the future's type rejects the future. Null completes a future without a
/// value. If the future is completed, this message goes to dead letters.
/// </remarks>
/// <param name="Value">The value.</param>
public sealed record Resolve(object? Value) : IPromiseControl
{
    /// <summary>The message's name and the type of its value.</summary>
    /// <returns>One line, without the value.</returns>
    public override string ToString() => MessageText.Of(nameof(Resolve), Value);
}

/// <summary>A message to a future's <c>Ref</c>: rejects the future, as <c>Future.Reject</c> does.</summary>
/// <remarks>There is no reply. If the future is completed, this message goes to dead letters.</remarks>
/// <param name="Cause">The exception of the future.</param>
public sealed record Reject(Exception Cause) : IPromiseControl
{
    /// <summary>The exception of the future.</summary>
    public Exception Cause { get; init; } = Cause ?? throw new ArgumentNullException(nameof(Cause));

    /// <summary>The message's name and the type of its cause.</summary>
    /// <returns>One line, without the cause's text.</returns>
    public override string ToString() => MessageText.Of(nameof(Reject), Cause);
}

/// <summary>A message to a future's <c>Ref</c>: cancels the future, as <c>Future.Cancel</c> does.</summary>
/// <remarks>There is no reply. If the future is completed, this message goes to dead letters.</remarks>
/// <param name="Reason">The message of the future's <see cref="FutureCancelledException"/>.</param>
[method: OverloadResolutionPriority(1)]
public sealed record Cancel(string? Reason = null) : IPromiseControl
{
    /// <summary>A cancel for a reason that is an exception, as <c>Future.Cancel(Exception)</c>.</summary>
    /// <param name="cause">The exception.</param>
    public Cancel(Exception cause)
        : this((string?)null)
    {
        ArgumentNullException.ThrowIfNull(cause);
        Cause = cause;
    }

    /// <summary>
    /// The inner exception of the future's <see cref="FutureCancelledException"/>; null for none. Another node gets it
    /// as text, a <see cref="RemoteFailureException"/>.
    /// </summary>
    public Exception? Cause { get; init; }

    /// <summary>The message's name with the reason, or the type of the cause.</summary>
    /// <returns>One line, without the cause's text.</returns>
    public override string ToString() =>
        Cause is null ? $"{nameof(Cancel)} {{ Reason = {Reason} }}" : MessageText.Of(nameof(Cancel), Cause);
}

/// <summary>
/// A message to a future's <c>Ref</c>: when the future completes, or at once if it has, <paramref name="Subscriber"/>
/// is told <see cref="FutureResolved"/> or <see cref="FutureRejected"/>. So an actor can wait without blocking, and
/// without a callback that would use its state on another thread.
/// </summary>
/// <remarks>
/// <para>
/// A future may have many subscribers. An actor that subscribes twice while the future is pending is told once. An
/// actor that terminates is removed. A future with a subscriber counts as observed. If its loop closes first, it is
/// rejected.
/// </para>
/// <para>
/// Another node can subscribe to a completed future for <c>txaio.futures.keep-completed</c>, by default 30 s. The time
/// starts at the completion, or when the future's path is first read if that is later. After that time no message
/// reaches the path: watch the <c>Ref</c> as well. <c>txaio.remote.subscribers</c> bounds the subscribers of other
/// nodes; above it the sender gets a <see cref="Status.Failure"/>.
/// </para>
/// </remarks>
/// <param name="Subscriber">The actor that is told, usually <c>Self</c>.</param>
public sealed record Subscribe(IActorRef Subscriber) : IPromiseControl
{
    /// <summary>The actor that is told, usually <c>Self</c>.</summary>
    public IActorRef Subscriber { get; init; } = Subscriber ?? throw new ArgumentNullException(nameof(Subscriber));

    /// <summary>The node that sent the message.</summary>
    internal SendingNode Node { get; init; } = SendingNode.Here;

    /// <summary>The message's name.</summary>
    /// <returns>The name, without the subscriber's path.</returns>
    public override string ToString() => nameof(Subscribe);
}

/// <summary>
/// A message to a subscriber: the future completed with a value. The sender is the future's <c>Ref</c>.
/// </summary>
/// <param name="Future">The <c>Ref</c> of the future.</param>
/// <param name="Value">The value.</param>
public sealed record FutureResolved(IActorRef Future, object? Value)
{
    /// <summary>The message's name and the type of the value.</summary>
    /// <returns>One line, without path and value.</returns>
    public override string ToString() => MessageText.Of(nameof(FutureResolved), Value);
}

/// <summary>
/// A message to a subscriber: the future was rejected or cancelled. The sender is the future's <c>Ref</c>.
/// </summary>
/// <param name="Future">The <c>Ref</c> of the future.</param>
/// <param name="Cause">The exception; a <see cref="FutureCancelledException"/> if the future was cancelled.</param>
public sealed record FutureRejected(IActorRef Future, Exception Cause)
{
    /// <summary>The message's name and the type of the cause.</summary>
    /// <returns>One line, without path and cause's text.</returns>
    public override string ToString() => MessageText.Of(nameof(FutureRejected), Cause);
}

namespace Txaio.Actors;

/// <summary>
/// An exception that carries data of the application. <see cref="Payload"/> reaches other nodes when the exception fails
/// a future there: by <c>Reject</c>, <c>FutureRejected</c>, as the cause of a <c>Cancel</c>, and when a future is piped
/// to an actor of another node.
/// </summary>
/// <remarks>
/// On the same node a reader gets the exception itself, on another node a <see cref="RemoteFailureException"/>. Both
/// implement this interface, so that
/// <c>catch (Exception e) when (e is IApplicationFailure { Payload: Declined declined })</c> holds on any node.
/// <see cref="ApplicationFailureException"/> is an implementation; an exception of your own may implement it, too. Not
/// from txaio.
/// </remarks>
public interface IApplicationFailure
{
    /// <summary>
    /// The data; null for none. It crosses to other nodes by the serializer that Akka is configured with for its type.
    /// Any thread may read it, several times.
    /// </summary>
    object? Payload { get; }
}

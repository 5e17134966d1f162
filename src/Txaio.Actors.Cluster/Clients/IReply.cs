using Akka.Actor;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>The caller of a request: a future, or an actor that sent a message. Any thread.</summary>
/// <typeparam name="T">The type of the reply.</typeparam>
internal interface IReply<in T>
{
    /// <summary>Gives the caller the reply.</summary>
    void Set(T value);

    /// <summary>Gives the caller a failure.</summary>
    void Fail(Exception cause);
}

/// <summary>Gives the places of a question back before the caller has its reply.</summary>
internal sealed class CountedReply<T>(IReply<T> reply, WaitingBound bound, int places) : IReply<T>
{
    public void Set(T value)
    {
        bound.Leave(places);
        reply.Set(value);
    }

    public void Fail(Exception cause)
    {
        bound.Leave(places);
        reply.Fail(cause);
    }
}

/// <summary>Completes a future. A future that its caller has cancelled stays cancelled.</summary>
internal sealed class FutureReply<T>(Future<T> future) : IReply<T>
{
    public void Set(T value) => future.TryResolve(value);

    public void Fail(Exception cause) => future.TryReject(cause);
}

/// <summary>Tells an actor the reply, or a <see cref="Status.Failure"/>.</summary>
internal sealed class MessageReply<T>(IActorRef actor, IActorRef sender) : IReply<T>
    where T : class
{
    public void Set(T value) => actor.Tell(value, sender);

    public void Fail(Exception cause) => actor.Tell(new Status.Failure(cause), sender);
}

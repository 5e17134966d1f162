using Akka.Actor;
using Akka.Actor.Dsl;
using Txaio.Actors;

namespace Txaio.Wamp.Tests.Client;

/// <summary>The actor system of a test's clients, with the failures that it reports.</summary>
internal sealed class ClientSystem : IDisposable
{
    private readonly ActorSystem _system =
        ActorSystem.Create("clients", "akka { stdout-loglevel = OFF, loggers = [] }");

    private readonly TaskCompletionSource<UnhandledFailure> _failure =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ClientSystem() => _system.EventStream.Subscribe(
        _system.ActorOf(act => act.Receive<UnhandledFailure>((failure, _) => _failure.TrySetResult(failure))),
        typeof(UnhandledFailure));

    public ITxaio Txaio => _system.Txaio();

    /// <summary>The first failure that the system reports.</summary>
    public Task<UnhandledFailure> Failure => _failure.Task;

    public void Dispose() => _system.Dispose();
}

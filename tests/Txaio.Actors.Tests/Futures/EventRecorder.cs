using System.Collections.Concurrent;
using Akka.Actor;

namespace Txaio.Actors.Tests.Futures;

/// <summary>Records events of the event stream on the publishing thread, so a test need not wait.</summary>
internal sealed class EventRecorder<TEvent> : MinimalActorRef
{
    private readonly ConcurrentQueue<TEvent> _events = new();

    public EventRecorder(ActorSystem system)
    {
        Provider = ((ExtendedActorSystem)system).Provider;
        Path = Provider.RootPath / "temp" / $"recorder-of-{typeof(TEvent).Name}";
        system.EventStream.Subscribe(this, typeof(TEvent));
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public IReadOnlyList<TEvent> Events => [.. _events];

    /// <summary>The events since the last call.</summary>
    public IEnumerable<TEvent> Drain()
    {
        while (_events.TryDequeue(out var e))
            yield return e;
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is TEvent e)
            _events.Enqueue(e);
    }
}

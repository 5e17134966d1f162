using System.Collections.Concurrent;
using Akka.Actor;

namespace Txaio.Actors.Tests;

/// <summary>Records events of the event stream on the publishing thread, so a test need not wait.</summary>
internal sealed class EventRecorder<TEvent> : MinimalActorRef
{
    private static int _made;
    private readonly ConcurrentQueue<TEvent> _events = new();

    public EventRecorder(ActorSystem system)
    {
        Provider = ((ExtendedActorSystem)system).Provider;
        // The event stream takes refs with one path for the same subscriber.
        Path = Provider.RootPath / "temp" / $"recorder-{Interlocked.Increment(ref _made)}-of-{typeof(TEvent).Name}";
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

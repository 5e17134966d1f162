using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Tests.Loops;

/// <summary>Records events of an actor system on the publishing thread, so a test need not wait.</summary>
internal sealed class PublishedEvents : MinimalActorRef
{
    private readonly ConcurrentQueue<object> _events = new();

    private PublishedEvents(IActorRefProvider provider)
    {
        Provider = provider;
        Path = provider.RootPath / "system" / "published-events";
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public IReadOnlyList<object> All => [.. _events];

    public IReadOnlyList<UnhandledFailure> Failures => [.. _events.OfType<UnhandledFailure>()];

    public IReadOnlyList<Error> Errors => [.. _events.OfType<Error>().Where(IsOurs)];

    /// <summary>The texts of this library's warnings.</summary>
    public IReadOnlyList<string?> Warnings =>
        [.. _events.OfType<Warning>().Where(IsOurs).Select(warning => warning.Message.ToString())];

    public IReadOnlyList<AllDeadLetters> DeadLetters => [.. _events.OfType<AllDeadLetters>()];

    public static PublishedEvents Of(ActorSystem system)
    {
        var events = new PublishedEvents(((ExtendedActorSystem)system).Provider);
        system.EventStream.Subscribe(events, typeof(LogEvent));
        system.EventStream.Subscribe(events, typeof(UnhandledFailure));
        system.EventStream.Subscribe(events, typeof(AllDeadLetters));
        return events;
    }

    protected override void TellInternal(object message, IActorRef sender) => _events.Enqueue(message);

    private static bool IsOurs(LogEvent e) => e.LogSource.StartsWith("txaio", StringComparison.Ordinal);
}

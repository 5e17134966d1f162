using Akka.Actor;
using Akka.Event;

namespace SerilogApp;

/// <summary>An actor that logs an event while the actor system ends.</summary>
public sealed class Talker : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    protected override void OnReceive(object message) => Unhandled(message);

    protected override void PostStop() => _log.Info("last words of {Actor}", Self.Path.Name);
}

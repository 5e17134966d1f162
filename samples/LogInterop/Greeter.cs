using Akka.Actor;
using Akka.Event;

namespace LogInterop;

/// <summary>An actor that logs with Akka's own logging.</summary>
internal sealed class Greeter : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public Greeter() => Receive<string>(name =>
    {
        _log.Info("an actor greets {Name}", name);
        Sender.Tell($"hello {name}");
    });
}

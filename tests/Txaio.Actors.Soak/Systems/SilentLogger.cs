using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Soak.Systems;

/// <summary>A logger of Akka that writes nothing. <see cref="FailureWatch"/> reads the errors.</summary>
public sealed class SilentLogger : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is InitializeLogger)
            Sender.Tell(new LoggerInitialized());
    }
}

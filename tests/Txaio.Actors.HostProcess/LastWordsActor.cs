using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.HostProcess;

/// <summary>An actor of a user that logs when it stops.</summary>
internal sealed class LastWordsActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    protected override void PostStop()
    {
        for (var i = 0; i < 100; i++)
            _log.Info("last words {N}", i);
    }
}

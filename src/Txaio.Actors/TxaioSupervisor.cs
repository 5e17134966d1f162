using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Txaio.Actors;

/// <summary>
/// <c>/system/txaio</c>: the parent of loops and timers. It ends them after the last user actor, however the
/// system ends: the system guardian tells it then, and waits for its answer. Tasks of CoordinatedShutdown would run
/// before the PostStop of user actors, and not at all when the system is aborted.
/// </summary>
internal sealed class TxaioSupervisor(TxaioExtension extension) : UntypedActor
{
    private IActorRef _loops = ActorRefs.Nobody;
    private IActorRef _guardian = ActorRefs.Nobody;
    private ICancelable? _timeout;

    protected override void PreStart()
    {
        var dispatcher = extension.Settings.Dispatcher;
        _loops = Context.ActorOf(
            ActorProducer<LoopsActor>.Props(() => new LoopsActor(extension.Loops)).WithDispatcher(dispatcher),
            "loops");
        extension.TimerHost.Started(Context.ActorOf(
            ActorProducer<TimersActor>.Props(static () => new TimersActor()).WithDispatcher(dispatcher), "timers"));
        Context.Watch(_loops);
        extension.System.Provider.SystemGuardian.Tell(RegisterTerminationHook.Instance, Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LoopsActor.AreYouStarted:
                _loops.Forward(message);
                break;
            case TerminationHook:
                _guardian = Sender;
                CloseLoops();
                break;
            case Terminated:
                _loops = ActorRefs.Nobody;
                _timeout?.Cancel();
                Acknowledge();
                break;
            case CloseTimeout:
                // Akka itself still waits for the callback to return; what waits for these loops need not.
                foreach (var loop in extension.Loops.Where(static loop => !loop.IsClosed))
                    loop.Abandon();
                Acknowledge();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Acknowledge()
    {
        _guardian.Tell(TerminationHookDone.Instance, Self);
        _guardian = ActorRefs.Nobody;
    }

    private void CloseLoops()
    {
        extension.TimerHost.Close();
        extension.CompletedPromises.Close();
        foreach (var loop in extension.Loops)
            loop.RefuseNewWork();
        if (_loops.IsNobody())
        {
            // Somebody stopped them while the system ran; nothing is left to wait for.
            Acknowledge();
            return;
        }

        _timeout = Context.System.Scheduler.ScheduleTellOnceCancelable(
            extension.Settings.ShutdownTimeout, Self, CloseTimeout.Instance, Self);
        Context.Stop(_loops);
    }

    private sealed class CloseTimeout : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly CloseTimeout Instance = new();
    }
}

using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Firing;

namespace Txaio.Actors.Api.Startup;

/// <summary>
/// <c>/system/txaio</c>: the parent of loops and timers. After the last user actor has stopped, the system guardian
/// tells the supervisor, which ends the loops, drains the loggers and replies. The guardian stops the loggers only
/// then. See docs/adr/0009-termination-hook.md.
/// </summary>
internal sealed class TxaioSupervisor(TxaioExtension extension) : OwnActor
{
    // The loggers have at least this time, also when the loops have used up the time for both.
    private static readonly TimeSpan LeastForLoggers = TimeSpan.FromSeconds(1);

    private readonly TerminationRef _hook = new((IInternalActorRef)Context.Self, Context.Parent);
    private IActorRef _loops = ActorRefs.Nobody;
    private bool _ending;
    private ICancelable? _timeout;
    private TimeSpan _endBegan;

    protected override void PreStart()
    {
        var dispatcher = extension.Settings.Dispatcher;
        _loops = GuardedRef.Attach(
            Self,
            ActorProducer<LoopsActor>.Props(extension.LoopMaker.MakeParent).WithDispatcher(dispatcher),
            "loops");
        extension.LoopMaker.SetParent(_loops);
        var timers = ActorProducer<TimersActor>.Props(static () => new TimersActor())
            .WithDispatcher(extension.Settings.TimerDispatcher);
        extension.TimerHost.SetParents(Self, GuardedRef.Attach(Self, timers, "timers"));
        Context.Watch(_loops);
        _hook.Register();
    }

    /// <remarks>Runs also when a message has stopped the supervisor while the system runs.</remarks>
    protected override void PostStop()
    {
        extension.TimerHost.Close();
        extension.CompletedPromises.Close();
    }

    protected override void Handle(object message)
    {
        switch (message)
        {
            case LoopsActor.ConfirmStarted:
                _loops.Forward(message);
                break;
            // Another node can send this message at any time, with the guardian as its sender.
            case TerminationHook when !extension.System.Provider.Guardian.IsTerminated || _ending:
                Refuse(message);
                break;
            case TerminationHook:
                _ending = true;
                _endBegan = Context.System.Scheduler.MonotonicClock;
                CloseLoops();
                break;
            case Terminated terminated when terminated.ActorRef.Equals(_loops):
                LoopsEnded();
                break;
            case CloseTimeout when !_loops.IsNobody():
                // Akka waits for the blocked callback to return. Callers that wait for these loops are released now.
                foreach (var loop in extension.Loops.Where(static loop => !loop.IsClosed))
                    loop.Abandon();
                Context.Unwatch(_loops);
                LoopsEnded();
                break;
            case CloseTimeout:
                break;
            case Terminated:
                extension.Logging.Levels.RestoreBus();
                _hook.Done();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void CloseLoops()
    {
        extension.TimerHost.Close();
        extension.CompletedPromises.Close();
        // First: a loop that is made now either is in the list or is refused.
        extension.Table.RefuseMore();
        foreach (var loop in extension.Loops)
            loop.RefuseNewWork();
        if (_loops.IsNobody())
        {
            // A message stopped the loops while the system ran.
            DrainLoggers();
            return;
        }

        _timeout = Context.System.Scheduler.ScheduleTellOnceCancelable(
            extension.Settings.ShutdownTimeout, Self, CloseTimeout.Instance, Self);
        Context.Stop(_loops);
    }

    private void LoopsEnded()
    {
        _loops = ActorRefs.Nobody;
        _timeout?.Cancel();
        if (_ending)
            DrainLoggers();
    }

    private void DrainLoggers()
    {
        var left = extension.Settings.ShutdownTimeout - (Context.System.Scheduler.MonotonicClock - _endBegan);
        var timeout = left > LeastForLoggers ? left : LeastForLoggers;
        var drain = GuardedRef.Attach(
            Self,
            ActorProducer<LogDrainActor>.Props(() => new LogDrainActor(timeout, extension.Logging.ReportProblem))
                .WithDispatcher(extension.Settings.Dispatcher),
            "log-drain");
        Context.Watch(drain);
    }

    private sealed class CloseTimeout : OwnMessage, IDeadLetterSuppression
    {
        public static readonly CloseTimeout Instance = Sign(new CloseTimeout());
    }
}

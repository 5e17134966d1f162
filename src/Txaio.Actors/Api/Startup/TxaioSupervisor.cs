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
/// tells the supervisor, which ends the work of the loops, drains the loggers and replies. Then the guardian stops the
/// loggers, and after them the actors under <c>/system</c>. The supervisor stops last, so the other actors can use
/// loops while they stop. See docs/adr/0009-termination-hook.md and docs/adr/0014-system-end.md.
/// </summary>
internal sealed class TxaioSupervisor(TxaioExtension extension) : OwnActor
{
    // A stage has at least this time, also when the earlier stages have used up the time for all stages.
    private static readonly TimeSpan LeastForStage = TimeSpan.FromSeconds(1);

    private readonly TerminationRef _hook = new((IInternalActorRef)Context.Self, Context.Parent);
    private readonly HashSet<IActorRef> _systemActors = [];
    private IActorRef _loops = ActorRefs.Nobody;
    private Stage _stage = Stage.Runs;
    private ICancelable? _timeout;
    private TimeSpan _endBegan;

    // The stages of the end of the actor system, in order. The guardian sends the hook at the end of the first stage,
    // and stops its children at the end of the fifth.
    private enum Stage
    {
        Runs,
        WaitsForTasks,
        SettlesLoops,
        DrainsLoggers,
        WaitsForGuardian,
        WaitsForSystemActors,
        ClosesLoops,
    }

    private IActorRefProvider Provider => extension.System.Provider;

    protected override void PreStart()
    {
        var dispatcher = extension.Settings.Dispatcher;
        _loops = GuardedRef.Attach(
            Self,
            ActorProducer<LoopsActor>.Props(extension.LoopMaker.MakeParent).WithDispatcher(dispatcher),
            "loops");
        extension.LoopMaker.SetParent(_loops);
        var timers = ActorProducer<TimersActor>.Props(() => new TimersActor(extension.TimerHost))
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
            case TerminationHook when !Provider.Guardian.IsTerminated || _stage != Stage.Runs:
                Refuse(message);
                break;
            case TerminationHook:
                _endBegan = extension.Scheduler.MonotonicClock;
                WaitForTasks();
                break;
            case StageEnd end when end.Stage == _stage:
                _timeout?.Cancel();
                EndStage(end.InTime);
                break;
            case StageEnd:
                break;
            case GuardianStops:
                WaitForSystemActors();
                break;
            case Terminated terminated:
                ActorStopped(terminated.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void ActorStopped(IActorRef actor)
    {
        if (actor.Equals(_loops))
        {
            // A message may have stopped the loops while the system runs.
            _loops = ActorRefs.Nobody;
            if (_stage == Stage.ClosesLoops)
                Context.Stop(Self);
        }
        else if (_systemActors.Remove(actor))
        {
            if (_systemActors.Count == 0 && _stage == Stage.WaitsForSystemActors)
                CloseLoops();
        }
        else if (_stage == Stage.DrainsLoggers)
        {
            WaitForGuardian();
        }
    }

    private void EndStage(bool inTime)
    {
        switch (_stage)
        {
            case Stage.WaitsForTasks:
                if (!inTime)
                    WarnLate("A task of CoordinatedShutdown's phase actor-system-terminate");
                SettleLoops();
                break;
            case Stage.SettlesLoops:
                Abandon(extension.Loops.Where(static loop => !loop.HasSettled));
                DrainLoggers();
                break;
            case Stage.WaitsForSystemActors:
                WarnLate(string.Join(", ", _systemActors.Select(static actor => actor.Path.ToStringWithoutAddress())));
                CloseLoops();
                break;
            case Stage.ClosesLoops:
                // Akka waits for the blocked callback to return. Callers that wait for these loops are released now.
                Abandon(extension.Loops);
                Context.Stop(Self);
                break;
        }
    }

    private void WaitForTasks()
    {
        var tasks = extension.ShutdownTasks.Running;
        // Virtual time stands still at the end. A task that waits for virtual time would not end.
        if (tasks.IsCompleted || extension.Scheduler is IDrivenScheduler)
            SettleLoops();
        else
            Enter(Stage.WaitsForTasks, extension.Settings.ShutdownTimeout, tasks);
    }

    private void SettleLoops()
    {
        // First: a loop that is made now either is in the list or is refused.
        extension.Table.RefuseMore();
        foreach (var loop in extension.Loops)
            loop.RefuseNewWork();
        Enter(Stage.SettlesLoops, TimeLeft(), Task.WhenAll(extension.Loops.Select(static loop => loop.SettleAsync())));
    }

    private void DrainLoggers()
    {
        _stage = Stage.DrainsLoggers;
        var timeout = TimeLeft(LeastForStage);
        var drain = GuardedRef.Attach(
            Self,
            ActorProducer<LogDrainActor>.Props(() => new LogDrainActor(timeout, extension.Logging.ReportProblem))
                .WithDispatcher(extension.Settings.Dispatcher),
            "log-drain");
        Context.Watch(drain);
    }

    private void WaitForGuardian()
    {
        _stage = Stage.WaitsForGuardian;
        extension.Logging.Levels.RestoreBus();
        foreach (var loop in extension.Loops)
            loop.Reopen();
        extension.TimerHost.Resume();
        ((GuardedRef)Self).DeferStop(GuardianStops.Instance);
        _hook.Done();
    }

    private void WaitForSystemActors()
    {
        _endBegan = extension.Scheduler.MonotonicClock;
        foreach (var actor in Provider.SystemGuardian.Children)
        {
            if (!actor.Equals(Self) && _systemActors.Add(actor))
                Context.Watch(actor);
        }

        if (_systemActors.Count == 0)
            CloseLoops();
        else
            Enter(Stage.WaitsForSystemActors, extension.Settings.ShutdownTimeout, end: null);
    }

    private void CloseLoops()
    {
        _timeout?.Cancel();
        extension.TimerHost.Close();
        extension.CompletedPromises.Close();
        foreach (var loop in extension.Loops)
            loop.RefuseNewWork();
        if (_loops.IsNobody())
        {
            Context.Stop(Self);
            return;
        }

        Enter(Stage.ClosesLoops, TimeLeft(), end: null);
        Context.Stop(_loops);
    }

    private static void Abandon(IEnumerable<EventLoop> loops)
    {
        foreach (var loop in loops.Where(static loop => !loop.IsClosed))
            loop.Abandon();
    }

    private void Enter(Stage stage, TimeSpan timeout, Task? end)
    {
        _stage = stage;
        _timeout = extension.Scheduler.ScheduleTellOnceCancelable(
            timeout, Self, OwnMessage.Sign(new StageEnd(stage, inTime: false)), ActorRefs.NoSender);
        var self = Self;
        _ = end?.ContinueWith(
            _ => self.Tell(OwnMessage.Sign(new StageEnd(stage, inTime: true)), ActorRefs.NoSender),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private TimeSpan TimeLeft() => TimeLeft(Shorter(LeastForStage, extension.Settings.ShutdownTimeout));

    private TimeSpan TimeLeft(TimeSpan least)
    {
        var left = extension.Settings.ShutdownTimeout - (extension.Scheduler.MonotonicClock - _endBegan);
        return left > least ? left : least;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void WarnLate(string late) => Context.GetLogger().Warning(
        "{0} has not ended within txaio.shutdown-timeout ({1}). The loops do not wait longer",
        late,
        extension.Settings.ShutdownTimeout);

    /// <summary>The system guardian stops its children.</summary>
    private sealed class GuardianStops : OwnMessage, IDeadLetterSuppression
    {
        public static readonly GuardianStops Instance = Sign(new GuardianStops());
    }

    /// <summary>A stage has reached its end, or the time for it is over.</summary>
    private sealed class StageEnd(Stage stage, bool inTime) : OwnMessage, IDeadLetterSuppression
    {
        public Stage Stage => stage;

        public bool InTime => inTime;
    }
}

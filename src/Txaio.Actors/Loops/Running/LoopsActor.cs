using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Loops.Running;

/// <summary>
/// <c>/system/txaio/loops</c>: the parent of the loops' actors. This actor starts the configured loops, and closes
/// disposed loops. A thread that makes a loop at run time attaches the loop's actor itself.
/// </summary>
/// <param name="configured">The configured loops.</param>
/// <param name="scheduler">Schedules the end of the time for closing.</param>
/// <param name="closeTimeout">How long a disposed loop may take to close.</param>
/// <param name="allGone">Completed when this actor has stopped, after the actors of all loops.</param>
internal sealed class LoopsActor(
    IEnumerable<EventLoop> configured,
    IScheduler scheduler,
    TimeSpan closeTimeout,
    TaskCompletionSource allGone) : OwnActor
{
    private readonly Dictionary<IActorRef, Closing> _closing = [];

    /// <summary>Starts the actor of a loop. Any thread.</summary>
    /// <param name="parent">The ref of the <c>LoopsActor</c>.</param>
    /// <param name="loop">The loop.</param>
    /// <exception cref="InvalidActorNameException">Another loop with that name still has its actor.</exception>
    /// <exception cref="InvalidOperationException">The parent is stopping.</exception>
    public static void Start(IActorRef parent, EventLoop loop)
    {
        var promises = new LoopPromises();
        var props = ActorProducer<LoopActor>.Props(() => new LoopActor(loop, promises));
        // The threads of a dispatcher keep the execution context of the thread that starts them.
        ExecutionContext.Run(
            DefaultExecutionContext.Instance,
            _ => loop.Started(loop.OwnDispatcher is { } own
                ? GuardedRef.Attach(parent, props, loop.Name, own)
                : GuardedRef.Attach(parent, props.WithDispatcher(loop.Dispatcher), loop.Name)),
            state: null);
    }

    protected override void PreStart()
    {
        foreach (var loop in configured)
            Start(Self, loop);
    }

    protected override void Handle(object message)
    {
        switch (message)
        {
            case ConfirmStarted:
                Sender.Tell(new Status.Success(null), Self);
                break;
            case Close close:
                BeginClosing(close.Loop);
                break;
            case CloseTimeout late when _closing.TryGetValue(late.Actor, out var closing):
                closing.Loop.Abandon();
                break;
            case CloseTimeout:
                break;
            case Terminated terminated when _closing.Remove(terminated.ActorRef, out var closed):
                closed.Timeout.Cancel();
                closed.Loop.ActorStopped();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => allGone.TrySetResult();

    private void BeginClosing(EventLoop loop)
    {
        var timeout = scheduler.ScheduleTellOnceCancelable(
            closeTimeout, Self, OwnMessage.Sign(new CloseTimeout(loop.Ref)), Self);
        _closing.Add(loop.Ref, new Closing(loop, timeout));
        Context.Watch(loop.Ref);
        Context.Stop(loop.Ref);
    }

    /// <summary>Asks for a reply once the configured loops have their actors.</summary>
    internal sealed class ConfirmStarted : OwnMessage
    {
        public static readonly ConfirmStarted Instance = Sign(new ConfirmStarted());
    }

    /// <summary>Closes a disposed loop.</summary>
    internal sealed class Close(EventLoop loop) : OwnMessage, IDeadLetterSuppression
    {
        public EventLoop Loop => loop;
    }

    /// <summary>The time that a disposed loop has for closing is over.</summary>
    private sealed class CloseTimeout(IActorRef actor) : OwnMessage, IDeadLetterSuppression
    {
        public IActorRef Actor => actor;
    }

    private sealed record Closing(EventLoop Loop, ICancelable Timeout);
}

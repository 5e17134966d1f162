using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Txaio.Actors.TestKit;

/// <summary>
/// What the two dispatchers of virtual time share: the scheduler, names for mailboxes, and notice of the system's end.
/// </summary>
public abstract class DrivenDispatcher : MessageDispatcher
{
    private const int MostMessagesPerRun = 1_000;

    // Akka keeps the actor of a mailbox to itself; this names it in messages.
    private readonly ConditionalWeakTable<Mailbox, IActorRef> _actors = [];

    private protected DrivenDispatcher(MessageDispatcherConfigurator configurator, VirtualScheduler scheduler)
        : base(configurator)
    {
        Scheduler = scheduler;
        Id = configurator.Config.GetString("id");
        // A run of a mailbox that had no end would keep the drive from noticing it.
        Throughput = Math.Min(configurator.Config.GetInt("throughput", DefaultThroughput), MostMessagesPerRun);
        scheduler.Add(this);
        ShutdownTimeout = configurator.Config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1));
    }

    private protected VirtualScheduler Scheduler { get; }

    /// <inheritdoc />
    public sealed override void Attach(ActorCell cell)
    {
        if (cell.Mailbox is { } mailbox)
            _actors.AddOrUpdate(mailbox, cell.Self);
        base.Attach(cell);
    }

    /// <summary>How many messages wait in the mailboxes.</summary>
    internal long Waiting => _actors.Sum(static actor => (long)actor.Key.MessageQueue.Count);

    /// <inheritdoc />
    public sealed override void Dispatch(ActorCell cell, Envelope envelope)
    {
        Scheduler.CountMessage();
        base.Dispatch(cell, envelope);
    }

    /// <inheritdoc />
    public sealed override void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        // However a system ends, coordinated or not, it begins with this.
        if (message is Terminate && cell.Self.Equals(cell.SystemImpl.Provider.Guardian))
            Scheduler.BeginTermination();
        base.SystemDispatch(cell, message);
    }

    /// <summary>The path of the actor whose mailbox this is, or what else is to be run.</summary>
    internal static string NameOf(IRunnable run) =>
        run is Mailbox { Dispatcher: DrivenDispatcher dispatcher } mailbox
        && dispatcher._actors.TryGetValue(mailbox, out var actor)
            ? $"the actor {actor.Path}"
            : VirtualCall.Describe(run);

    /// <inheritdoc />
    protected sealed override void Shutdown()
    {
        // There is no thread to end.
    }
}

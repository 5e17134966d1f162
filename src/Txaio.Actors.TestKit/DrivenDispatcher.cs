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
    // Akka keeps the actor of a mailbox to itself; this names it in messages.
    private readonly ConditionalWeakTable<Mailbox, IActorRef> _actors = [];

    private protected DrivenDispatcher(MessageDispatcherConfigurator configurator, VirtualScheduler scheduler)
        : base(configurator)
    {
        Scheduler = scheduler;
        Id = configurator.Config.GetString("id");
        Throughput = configurator.Config.GetInt("throughput", DefaultThroughput);
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

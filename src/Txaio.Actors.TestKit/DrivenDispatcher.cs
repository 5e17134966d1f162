using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.TestKit.Scheduling;

namespace Txaio.Actors.TestKit;

/// <summary>
/// The base of both dispatchers of virtual time. Names mailboxes in errors, and notices the end of the system.
/// </summary>
public abstract class DrivenDispatcher : MessageDispatcher
{
    private const int MostMessagesPerRun = 1_000;

    // For error messages: Akka does not expose the actor of a mailbox.
    private readonly ConditionalWeakTable<Mailbox, IActorRef> _actors = [];

    private protected DrivenDispatcher(MessageDispatcherConfigurator configurator, VirtualScheduler scheduler)
        : base(configurator)
    {
        Scheduler = scheduler;
        Id = configurator.Config.GetString("id");
        // Bounded: the drive checks for endless work only between mailbox runs.
        Throughput = Math.Min(configurator.Config.GetInt("throughput", DefaultThroughput), MostMessagesPerRun);
        scheduler.Add(this);
        ShutdownTimeout = configurator.Config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1));
    }

    private protected VirtualScheduler Scheduler { get; }

    /// <inheritdoc />
    public sealed override void Attach(ActorCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.Mailbox is { } mailbox)
            _actors.AddOrUpdate(mailbox, cell.Self);
        base.Attach(cell);
    }

    /// <summary>The number of messages in the mailboxes.</summary>
    internal long Waiting => _actors.Sum(static actor => (long)actor.Key.MessageQueue.Count);

    /// <inheritdoc />
    public sealed override void Dispatch(ActorCell cell, Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(cell);
        Scheduler.CountMessage();
        base.Dispatch(cell, envelope);
    }

    /// <inheritdoc />
    public sealed override void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(message);
        // Every end of a system, coordinated or not, begins with this message.
        if (message is Terminate && cell.Self.Equals(cell.SystemImpl.Provider.Guardian))
            Scheduler.BeginTermination();
        base.SystemDispatch(cell, message);
    }

    /// <summary>The path of the mailbox's actor, or a description of another runnable.</summary>
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

using System.Reflection;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Scheduler;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Txaio.Actors.Guarding;

/// <summary>
/// The ref of an actor of the library. It refuses the system messages of other nodes that would suspend, restart or
/// stop the actor. In this process Akka calls the methods of the ref instead of sending such messages. The ref refuses
/// <see cref="Kill"/> and <see cref="PoisonPill"/> from every sender (docs/adr/0012-guarding.md).
/// </summary>
internal sealed class GuardedRef(
    ActorSystemImpl system,
    Props props,
    MessageDispatcher dispatcher,
    MailboxType mailbox,
    IInternalActorRef parent,
    ActorPath path)
    : LocalActorRef(system, props, dispatcher, mailbox, parent, path)
{
    private readonly bool _isServedByAkka = props.Type.IsAssignableTo(typeof(IServedByAkka));

    // The thread that starts the actor writes this field once; the parent reads the field in its own turn.
    private volatile bool _hasStarted;

    // The actor writes it; the thread that stops the actor takes it.
    private OwnMessage? _insteadOfStop;

    // Written before the actor stops its children; read after a child has been attached.
    private volatile bool _isStopping;

    // Created for the first watcher on another node; the readers of several connections can race to create it.
    private RemoteWatchers? _watchers;

    /// <summary>Attaches an actor to a parent. Any thread.</summary>
    /// <param name="parent">The parent, an actor of this process.</param>
    /// <param name="props">The actor's props, with a dispatcher.</param>
    /// <param name="name">The actor's name.</param>
    /// <exception cref="InvalidActorNameException">The parent has a child of that name.</exception>
    /// <exception cref="InvalidOperationException">The parent stops.</exception>
    public static IActorRef Attach(IActorRef parent, Props props, string name) =>
        Attach(parent, props, name, CellOf(parent).System.Dispatchers.Lookup(props.Dispatcher));

    /// <summary>
    /// Attaches an actor to a parent. The actor runs on <paramref name="dispatcher"/>, which Akka need not know. Any
    /// thread.
    /// </summary>
    /// <inheritdoc cref="Attach(IActorRef, Props, string)"/>
    public static IActorRef Attach(IActorRef parent, Props props, string name, MessageDispatcher dispatcher)
    {
        var cell = CellOf(parent);
        var system = (ActorSystemImpl)cell.System;
        var mailbox = system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config);
        var path = new ChildActorPath(parent.Path, name, Random.Shared.Next(1, int.MaxValue));
        cell.ReserveChild(name);
        var actor = new GuardedRef(system, props, dispatcher, mailbox, (IInternalActorRef)parent, path);
        cell.InitChild(actor);
        actor.Start();
        // Akka stops the children that it finds, and then waits for all: also for one that came meanwhile.
        if (IsStopping(parent, system))
            actor.Stop();
        return actor;
    }

    /// <summary>Whether an actor of this process has a guarded ref of one of the library's packages.</summary>
    /// <remarks>Each package has a type of its own with this name.</remarks>
    public static bool IsGuarded(IActorRef actor) =>
        actor is GuardedRef || actor.GetType().FullName == typeof(GuardedRef).FullName;

    /// <summary>
    /// The next call of <see cref="Stop"/> tells the actor <paramref name="message"/> instead of stopping it. The actor
    /// stops itself later, and its stopping parent waits until then.
    /// </summary>
    public void DeferStop(OwnMessage message) => Interlocked.Exchange(ref _insteadOfStop, message);

    /// <summary>Notes that the actor has started without a failure.</summary>
    public void Started() => _hasStarted = true;

    /// <remarks>Does nothing: loops run on while Akka suspends and restarts the actors above them.</remarks>
    public override void Suspend()
    {
    }

    /// <remarks>Does nothing unless this actor has failed: nothing else suspends the actor.</remarks>
    public override void Resume(Exception? causedByFailure = null)
    {
        if (causedByFailure is not null)
            base.Resume(causedByFailure);
    }

    /// <remarks>Refused when the parent stops the actor because of a message.</remarks>
    public override void Stop()
    {
        if (StoppingMessage is { } message)
            Refuse(message);
        else if (Interlocked.Exchange(ref _insteadOfStop, null) is { } instead)
            base.TellInternal(instead, ActorRefs.NoSender);
        else
            StopWithChildren();
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (SendingNode.Here.Address is not { } node)
            base.SendSystemMessage(message);
        else if (message is Watch watch && IsFrom(node, watch.Watcher) && Equals(watch.Watchee))
            AddWatcher(watch);
        else if (message is Unwatch unwatch && IsFrom(node, unwatch.Watcher) && Equals(unwatch.Watchee))
            RemoveWatcher(unwatch);
        else if (message is DeathWatchNotification death && IsFrom(node, death.Actor))
            base.SendSystemMessage(message);
        else
            Refuse(message);
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (IsTaken(message))
            base.TellInternal(message, sender);
        else
            Refuse(message);
    }

    // The system guardian stops its children after the user guardian has ended.
    private static bool IsStopping(IActorRef parent, ActorSystemImpl system) =>
        parent is GuardedRef guarded
            ? guarded._isStopping
            : parent.Equals(system.Provider.SystemGuardian) && system.Provider.Guardian.IsTerminated;

    private void StopWithChildren()
    {
        _isStopping = true;
        base.Stop();
    }

    // Akka gives the ref of a top-level actor its cell for look-ups before the actor starts, and as the underlying cell
    // perhaps after that.
    private static ActorCell CellOf(IActorRef actor) =>
        (ActorCell)(actor is RepointableActorRef started ? started.Lookup : ((ActorRefWithCell)actor).Underlying);

    // A cell handles some messages in place of its actor. A serializer that makes messages from type names can leave
    // parts out; the cell fails its actor on such a message. The thread that tells a message proves nothing: any actor
    // of this process may forward a message of another node, and Akka's guardians deliver selections. So these messages
    // are accepted only in the turn in which Akka tells them.
    private bool IsTaken(object? message)
    {
        // For null, the base class throws in the telling actor. An actor that reads from the wire or delivers a
        // selection must not fail on a message of another node, so null is refused there.
        if (message is null)
            return !IsTurnForOtherNode;
        if (message is not (IAutoReceivedMessage or IScheduledTellMsg))
            return message is OwnMessage || !IsForged(message);
        if (message is IScheduledTellMsg && SendingNode.Here.Address is not null)
            return false;
        return ControlMessages.Unwrap(message) switch
        {
            null => false,
            Identify => true,
            // A cell tells its own actor Terminated after the cell has handled a system message.
            Terminated { ActorRef: not null } => ReferenceEquals(InternalCurrentActorCellKeeper.Current?.Self, this),
            // The library's own type stands for a message that could not be read; a cell ignores it. AddressTerminated
            // is compared by name, because the class is internal in Akka. Selections are refused: Akka delivers the
            // contents of a selection, not the selection.
            IAutoReceivedMessage other => other.GetType().Assembly == typeof(GuardedRef).Assembly
                || (other.GetType().Name == "AddressTerminated" && IsTurnOfRemoteWatcher),
            { } other => !IsForged(other),
        };
    }

    // Messages that Akka's services and timers tell in this process only.
    private bool IsForged(object message) =>
        ((_isServedByAkka && ControlMessages.IsOfService(message)) || ControlMessages.IsTimer(message))
        && IsTurnForOtherNode;

    // Reads from the wire, or delivers a selection, which another node may have sent.
    private static bool IsTurnForOtherNode => SendingNode.Here.Address is not null
        || InternalCurrentActorCellKeeper.Current?.CurrentMessage is ActorSelectionMessage;

    // The remote watcher also delivers selections; in such a turn it does not tell messages of its own.
    private static bool IsTurnOfRemoteWatcher =>
        InternalCurrentActorCellKeeper.Current is { } cell
        && cell.CurrentMessage is not (IAutoReceivedMessage or IScheduledTellMsg)
        && cell.Self.Path is { Name: "remote-watcher", Parent: { Name: "system", Parent: RootActorPath } };

    // A node may name only its own actors as watchers or as ended actors. A serializer that makes messages from type
    // names can leave the actor out.
    private static bool IsFrom(Address node, IActorRef? actor) => actor is not null && actor.Path.Address.Equals(node);

    private void AddWatcher(Watch watch)
    {
        var watchers = LazyInitializer.EnsureInitialized(ref _watchers, static () => new RemoteWatchers());
        if (!watchers.TryAdd(watch.Watcher, out var left))
        {
            Refuse(watch, $"at most {RemoteWatchers.Addresses} addresses may have watchers of this actor");
            return;
        }

        if (left is not null)
            base.SendSystemMessage(new Unwatch(this, (IInternalActorRef)left));
        base.SendSystemMessage(watch);
    }

    private void RemoveWatcher(Unwatch unwatch)
    {
        Volatile.Read(ref _watchers)?.Remove(unwatch.Watcher);
        base.SendSystemMessage(unwatch);
    }

    // The StopChild or Failed that a guardian handles now; else null. Another node could have sent this message
    // (docs/adr/0012-guarding.md). The library needs neither: at the end of the system the guardian stops its children
    // without these messages, and an actor that fails after its start is restarted, not stopped.
    private object? StoppingMessage =>
        InternalCurrentActorCellKeeper.Current is { CurrentMessage: { } message } cell
        && (ControlMessages.IsStopChild(message.GetType()) ? IsGuardian(cell.Self) : IsFailureOfChild(message, cell.Self))
        && !((ActorSystemImpl)System).Provider.Guardian.IsTerminated
            ? message
            : null;

    // A guardian stops the actor that the message names, also one that is not its child.
    private bool IsGuardian(IActorRef actor) => ((ActorSystemImpl)System).Provider is var provider
        && (actor.Equals(provider.SystemGuardian) || actor.Equals(provider.Guardian));

    private bool IsFailureOfChild(object message, IActorRef handler) => message is Failed && _hasStarted
        && handler.Equals(Parent) && handler.Equals(((ActorSystemImpl)System).Provider.SystemGuardian);

    private void Refuse(object? message, string? reason = null) =>
        Refusals.Of(System).Report((message ?? Missing.Value).GetType(), this, Path.Address, reason);
}

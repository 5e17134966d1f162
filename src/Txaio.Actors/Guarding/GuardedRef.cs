using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Actor.Scheduler;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Txaio.Actors.Guarding;

/// <summary>
/// The ref of an actor of the library. It refuses the system messages of other nodes that would suspend, restart or
/// stop the actor. In this process Akka calls the methods of the ref instead. It refuses <see cref="Kill"/> and
/// <see cref="PoisonPill"/> from every sender (docs/adr/0012-guarding.md).
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
    // The first watcher of another node creates it; readers of several connections can race to do so.
    private RemoteWatchers? _watchers;

    /// <summary>Attaches an actor to a parent. Any thread.</summary>
    /// <param name="parent">The parent, an actor of this process.</param>
    /// <param name="props">With a dispatcher.</param>
    /// <param name="name">The actor's name.</param>
    /// <exception cref="InvalidActorNameException">The parent has a child of that name.</exception>
    /// <exception cref="InvalidOperationException">The parent stops.</exception>
    public static IActorRef Attach(IActorRef parent, Props props, string name) =>
        Attach(parent, props, name, CellOf(parent).System.Dispatchers.Lookup(props.Dispatcher));

    /// <summary>
    /// Attaches an actor to a parent. It runs on <paramref name="dispatcher"/>, which Akka need not know. Any thread.
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
        return actor;
    }

    /// <remarks>Does nothing: loops run on while Akka suspends and restarts the actors above them.</remarks>
    public override void Suspend()
    {
    }

    /// <remarks>Only after a failure of this actor: only that suspends it.</remarks>
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
        else
            base.Stop();
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (SendingNode.Here.Address is not { } node)
            base.SendSystemMessage(message);
        else if (message is Watch watch && IsFrom(node, watch.Watcher) && watch.Watchee.Equals(this))
            AddWatcher(watch);
        else if (message is Unwatch unwatch && IsFrom(node, unwatch.Watcher) && unwatch.Watchee.Equals(this))
            RemoveWatcher(unwatch);
        else if (message is DeathWatchNotification death && IsFrom(node, death.Actor))
            base.SendSystemMessage(message);
        else
            Refuse(message);
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        // A cell would unwrap the message of a scheduler and handle its contents.
        if (ControlMessages.IsEnd(message) || (message is IScheduledTellMsg && SendingNode.Here.Address is not null))
            Refuse(message);
        else
            base.TellInternal(message, sender);
    }

    private static ActorCell CellOf(IActorRef actor) => (ActorCell)((ActorRefWithCell)actor).Underlying;

    // A node may name only its own actors as watchers or as ended.
    private static bool IsFrom(Address node, IActorRef actor) => actor.Path.Address.Equals(node);

    private void AddWatcher(Watch watch)
    {
        var watchers = LazyInitializer.EnsureInitialized(ref _watchers, static () => new RemoteWatchers());
        if (!watchers.TryAdd(watch.Watcher, out var left))
        {
            Refuse(watch, $"{RemoteWatchers.Addresses} addresses with watchers are allowed, and there are as many");
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

    // The StopChild that the parent handles, or null. Another node could have sent it (docs/adr/0012-guarding.md). At
    // the end of the system the parent stops its children without a StopChild.
    private object? StoppingMessage =>
        InternalCurrentActorCellKeeper.Current is { CurrentMessage: { } message } cell
        && ControlMessages.IsStopChild(message.GetType())
        && cell.Self.Equals(Parent)
        && !((ActorSystemImpl)System).Provider.Guardian.IsTerminated
            ? message
            : null;

    private void Refuse(object message, string? reason = null) =>
        Refusals.Of(System).Report(message.GetType(), this, Path.Address, reason);
}

using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.Guarding;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Tests.Guarding;

/// <summary>
/// Actors of the library that any thread attaches to a parent while Akka stops the parent's children. The end of the
/// actor system must not wait for them for ever.
/// </summary>
public sealed class AttachWhileStoppingTests : VirtualTestKit
{
    public AttachWhileStoppingTests()
        : base("akka.actor.serialize-messages = off") => Sys.Txaio();

    private static Props Idle => Props.Create<IdleActor>().WithDispatcher(VirtualDispatcherId);

    [Theory]
    [InlineData("/system")]
    [InlineData("/system/txaio/loops")]
    [InlineData("/system/txaio/timers")]
    public void System_ends_when_an_actor_is_attached_while_its_parent_stops(string path)
    {
        var parent = Time.WaitFor(Sys.ActorSelection(path).ResolveOne(TimeSpan.FromSeconds(1)));
        IActorRef? attached = null;
        StopNotice.AddTo(parent, () => attached ??= GuardedRef.Attach(parent, Idle, "attached"));

        Time.Terminate();

        Assert.NotNull(attached);
        Assert.True(((ActorRefWithCell)attached).Underlying.IsTerminated);
    }

    // The system guardian stops its children after its termination hooks, perhaps seconds later.
    [Fact]
    public void Nothing_is_watched_for_other_nodes_while_the_system_ends()
    {
        var guardian = (ActorRefWithCell)((ExtendedActorSystem)Sys).Provider.SystemGuardian;
        var held = TxaioExtension.Get(Sys).Bounds.Held;
        var children = new List<string>();
        Action hold = () =>
        {
            held.Add(new Held(), TestActor);
            children.AddRange(guardian.Children.Select(static child => child.Path.Name));
        };
        ((ExtendedActorSystem)Sys).SystemActorOf(
            Props.Create(() => new Hook(hold)).WithDispatcher(VirtualDispatcherId), "hook");
        Time.RunUntilIdle();

        Time.Terminate();

        Assert.Contains("hook", children);
        Assert.DoesNotContain(children, static name => name.StartsWith("txaio-nodes", StringComparison.Ordinal));
    }

    private sealed class IdleActor : OwnActor
    {
        protected override void Handle(object message) => Unhandled(message);
    }

    private sealed class Held : IHeldForNode
    {
        public void Ended()
        {
        }
    }

    /// <summary>Runs an action when the user guardian has ended.</summary>
    private sealed class Hook(Action action) : UntypedActor
    {
        protected override void PreStart() => Context.Parent.Tell(RegisterTerminationHook.Instance);

        protected override void OnReceive(object message)
        {
            action();
            Sender.Tell(TerminationHookDone.Instance);
        }
    }

    /// <summary>A child that runs an action when its parent stops it, in the turn of the parent.</summary>
#pragma warning disable MA0097 // Refs are compared by Akka, by their path.
    private sealed class StopNotice(
        ActorSystemImpl system, MessageDispatcher dispatcher, MailboxType mailbox, IInternalActorRef parent, Action action)
        : LocalActorRef(system, Idle, dispatcher, mailbox, parent, parent.Path / Name)
#pragma warning restore MA0097
    {
        private const string Name = "notice";

        public static void AddTo(IActorRef parent, Action action)
        {
            var cell = (ActorCell)((ActorRefWithCell)parent).Underlying;
            var system = (ActorSystemImpl)cell.System;
            var dispatcher = system.Dispatchers.Lookup(VirtualDispatcherId);
            var mailbox = system.Mailboxes.GetMailboxType(Idle, dispatcher.Configurator.Config);
            cell.ReserveChild(Name);
            var notice = new StopNotice(system, dispatcher, mailbox, (IInternalActorRef)parent, action);
            cell.InitChild(notice);
            notice.Start();
        }

        public override void Stop()
        {
            action();
            base.Stop();
        }
    }
}

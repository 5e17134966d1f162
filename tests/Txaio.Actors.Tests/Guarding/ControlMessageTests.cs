using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Scheduler;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Txaio.Actors.Guarding;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Messages;
using Txaio.Actors.Tests.Futures;

namespace Txaio.Actors.Tests.Guarding;

/// <summary>
/// Control messages of Akka and public messages of the library, with all parts missing. A serializer can make such a
/// message from a type's name, and an actor of this process can pass the message on to an actor of the library.
/// </summary>
/// <remarks>The tests run without Akka's logger, because the text of such a message may throw in a logger.</remarks>
public sealed class ControlMessageTests()
    : FuturesTestKit("akka { actor.serialize-messages = off, loggers = [], stdout-loglevel = OFF }")
{
    // The kinds of messages that control actors, and other kinds that must not come from other nodes.
    private static readonly Type[] Kinds =
    [
        typeof(IAutoReceivedMessage), typeof(ISystemMessage), typeof(IPossiblyHarmful), typeof(IScheduledTellMsg),
        typeof(IWrappedMessage), typeof(INoSerializationVerificationNeeded), typeof(IDeadLetterSuppression),
    ];

    public static TheoryData<Type> Types =>
    [
        .. typeof(ActorSystem).Assembly.GetTypes()
            .Where(static type => Kinds.Any(kind => kind.IsAssignableFrom(type)))
            .Concat(typeof(CallLater).Assembly.GetTypes().Where(static type =>
                type is { IsPublic: true, Namespace: "Txaio.Actors.Messages" }))
            .Where(static type => type is { IsAbstract: false, IsInterface: false, ContainsGenericParameters: false })
            .Where(static type => !type.IsAssignableTo(typeof(ActorBase)) && !type.IsAssignableTo(typeof(Exception))),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Message_with_all_parts_missing_fails_no_actor_and_stops_none(Type type)
    {
        var timer = Tx.MakeBatchedTimer(Second);
        timer.CallLater(Second * 5, static () => { });
        Tx.StartLogging(TextWriter.Null);
        var errors = CreateTestProbe();
        Sys.EventStream.Subscribe(errors.Ref, typeof(Error));
        var promise = Tx.CreateFuture<object>();
        Tx.AddCallbacks(promise, static _ => { }, static _ => { });
        var (drain, silent) = StartDrain();
        var drained = drain.WatchAsync();
        string[] paths =
        [
            "txaio", "txaio/loops", "txaio/loops/default", "txaio/timers",
            $"txaio/timers/{timer.Ref.Path.Name}", "txaio-log-sink", "txaio/drain",
        ];

        foreach (var path in paths)
        {
            var actor = ActorAt($"/system/{path}");
            Assert.IsType<GuardedRef>(actor);
            foreach (var told in FormsOf(type))
            {
                // An actor with timers takes their messages from this process, and refuses those of another node.
                IActorRef?[] senders = actor.Equals(drain) && IsOfTimer(type)
                    ? []
                    : [actor, RemoteSender(), ActorRefs.NoSender];
                foreach (var sender in senders)
                    actor.Tell(told, sender);
                Time.RunUntilIdle();
                // Akka's guardian delivers the content of a selection to its children, in a turn of the guardian.
                ActorAt("/system").Tell(Selection(told, path), RemoteSender());
                Time.RunUntilIdle();
            }
        }

        foreach (var told in FormsOf(type))
            promise.Ref.Tell(told, RemoteSender());
        Time.RunUntilIdle();

        errors.Ref.Tell("end");
        Assert.Equal("end", errors.ReceiveOne(TimeSpan.FromSeconds(20)));
        AssertWorks();
        Assert.False(drained.IsCompleted, "The drain of the loggers has ended.");
        silent.Resume();
        Assert.True(Time.WaitFor(drained));
    }

    [Fact]
    public void Null_in_a_selection_fails_neither_the_actor_that_delivers_it_nor_the_receiver()
    {
        var errors = CreateTestProbe();
        Sys.EventStream.Subscribe(errors.Ref, typeof(Error));

        ActorAt("/system").Tell(Selection(null!, "txaio/loops/default"), RemoteSender());
        Time.RunUntilIdle();

        errors.Ref.Tell("end");
        Assert.Equal("end", errors.ReceiveOne(TimeSpan.FromSeconds(20)));
        AssertWorks();
        Assert.ThrowsAny<Exception>(() => Tx.Loop.Ref.Tell(null!));
    }

    [Fact]
    public void AddressTerminated_that_the_guardian_passes_on_ends_no_watch()
    {
        var type = typeof(ActorSystem).Assembly.GetTypes().Single(static type => type.Name == "AddressTerminated");
        var ended = Activator.CreateInstance(type, ActorAt("/system").Path.Address)!;
        foreach (var told in new[] { ended, Scheduled(ended), Selection(ended, "txaio") })
        {
            ActorAt("/system/txaio").Tell(told, RemoteSender());
            ActorAt("/system").Tell(Selection(told, "txaio"), RemoteSender());
            Time.RunUntilIdle();
        }

        // The supervisor would not close the loops at the end if it believed that their parent had ended.
        AssertWorks();
        Time.Terminate();
        Assert.True(Tx.Loop.IsClosed);
    }

    // The drain runs at the end of an actor system only, and ends when all actors below /system have replied.
    private (IActorRef Drain, IInternalActorRef Silent) StartDrain()
    {
        var silent = (IInternalActorRef)((ExtendedActorSystem)Sys).SystemActorOf(
            Props.Empty.WithDispatcher(VirtualDispatcherId), "silent");
        silent.Suspend();
        var props = ActorProducer<LogDrainActor>.Props(() => new LogDrainActor(Second * 3600, static (_, _) => { }))
            .WithDispatcher(VirtualDispatcherId);
        var drain = GuardedRef.Attach(ActorAt("/system/txaio"), props, "drain");
        Time.RunUntilIdle();
        return (drain, silent);
    }

    private static bool IsOfTimer(Type type) =>
        ControlMessages.IsTimer(RuntimeHelpers.GetUninitializedObject(type));

    private static IEnumerable<object> FormsOf(Type type)
    {
        object message = RuntimeHelpers.GetUninitializedObject(type);
        yield return message;
        yield return Scheduled(message);
        yield return Scheduled(Scheduled(message));
        yield return Selection(message, "");
        yield return Selection(Selection(message, ""), "");
        yield return Selection(Scheduled(message), "");
        // The elements of this selection have missing parts too.
        yield return new ActorSelectionMessage(
            message, [(SelectionPathElement)RuntimeHelpers.GetUninitializedObject(typeof(SelectChildName))]);
    }

    private static ActorSelectionMessage Selection(object message, string path) => new(
        message,
        [
            .. path.Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Select(static SelectionPathElement (name) => new SelectChildName(name)),
        ]);

    private static object Scheduled(object message) => new Envelope(message);

    private IActorRef ActorAt(string path) =>
        ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"akka://{Sys.Name}{path}");

    private Elsewhere RemoteSender() => new(((ExtendedActorSystem)Sys).Provider);

    private void AssertWorks()
    {
        var ran = 0;
        Tx.Loop.CallSoon(() => ran++);
        Tx.CallLater(Second, () => ran++);
        Tx.MakeBatchedTimer(Second).CallLater(Second, () => ran++);
        Time.Advance(Second * 6);
        Assert.Equal(3, ran);
        Assert.Empty(TxaioExtension.Get(Sys).GetStoppedParts());
    }

    private sealed class Envelope(object message) : IScheduledTellMsg
    {
        public object Message => message;
    }

    private sealed class Elsewhere(IActorRefProvider provider) : MinimalActorRef, IActorRefScope
    {
        bool IActorRefScope.IsLocal => false;

        public override ActorPath Path { get; } =
            new RootActorPath(new Address("akka.tcp", "evil", "127.0.0.1", 1)) / "user" / "sender";

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
        }
    }
}

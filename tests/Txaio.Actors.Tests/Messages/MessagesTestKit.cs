using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Messages;

/// <summary>A loop, a batched timer, and actors that send messages to them, in virtual time.</summary>
public abstract class MessagesTestKit : VirtualTestKit
{
    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Akka can serialize exceptions only with Akka.Remote. So tests with exceptions do not serialize messages, and
    // Txaio.Actors.Remote.Tests tests the serialization of exceptions.
    protected const string ExceptionsStayLocal = "akka.actor.serialize-messages = off";

    private readonly LetterBox _letters;

    protected MessagesTestKit(string? config = null)
        : base(config)
    {
        Txaio = Sys.Txaio();
        _letters = new LetterBox(((ExtendedActorSystem)Sys).Provider);
        Sys.EventStream.Subscribe(_letters, typeof(AllDeadLetters));
    }

    protected ITxaio Txaio { get; }

    protected EventLoop Loop => Txaio.Loop;

    /// <summary>The unhandled messages and dead letters that Akka has published, without suppressed ones.</summary>
    protected IReadOnlyList<AllDeadLetters> Letters => _letters.All;

    /// <summary>Tells an actor a message, and runs all work that follows.</summary>
    protected void Send(IActorRef to, object message, IActorRef? sender)
    {
        to.Tell(message, sender);
        Time.RunUntilIdle();
    }

    /// <summary>Requests a promise from the loop by message.</summary>
    protected IActorRef MakePromise(IActorRef asker)
    {
        Send(Loop.Ref, CreateFuture.Instance, asker);
        return ExpectMsg<FutureCreated>().Promise;
    }

    /// <summary>Starts an actor that forwards its messages to the test and obeys each <see cref="Order"/>.</summary>
    protected IActorRef StartActing() =>
        Sys.ActorOf(Props.Create(() => new ActingActor(TestActor)).WithDispatcher(VirtualDispatcherId));

    protected bool HasNoMessages() => !HasMessages;

    /// <summary>Makes an <see cref="ActingActor"/> tell a target a message.</summary>
    protected sealed record Order(IActorRef To, object Message) : INoSerializationVerificationNeeded;

    private sealed class ActingActor : UntypedActor
    {
        private readonly IActorRef _test;

        public ActingActor(IActorRef test) => _test = test;

        protected override void OnReceive(object message)
        {
            if (message is Order order)
                order.To.Tell(order.Message);
            else if (message is Exception e)
                throw e;
            else
                _test.Tell(message, Sender);
        }
    }

    /// <summary>
    /// Collects letters on the publishing thread. With a mailbox the test could read the list too early.
    /// </summary>
    private sealed class LetterBox(IActorRefProvider provider) : MinimalActorRef
    {
        private readonly List<AllDeadLetters> _all = [];

        public IReadOnlyList<AllDeadLetters> All
        {
            get
            {
                lock (_all)
                    return [.. _all];
            }
        }

        public override ActorPath Path { get; } = provider.TempPath();

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (message is AllDeadLetters { Message: not IDeadLetterSuppression } letter and not SuppressedDeadLetter)
            {
                lock (_all)
                    _all.Add(letter);
            }
        }
    }
}

using Akka.Actor;
using Akka.Routing;

namespace Txaio.Actors.Tests.Futures;

/// <summary>Asks whose target passes the message to another actor, which does not handle the message.</summary>
public sealed class AskHandedOnTests : FuturesTestKit
{
    private readonly IActorRef _worker;

    public AskHandedOnTests()
        : base("akka.actor.serialize-messages = off") =>
        _worker = Sys.ActorOf(
            Props.Create<HandlesNothing>().WithDispatcher(VirtualDispatcherId), "worker");

    [Fact]
    public void Question_handed_on_as_it_is_fails_at_once_and_names_the_actor_that_got_it()
    {
        var error = ErrorOf(Tx.Ask<int>(Distributor(static message => message), "question"));

        Assert.IsType<AskTargetException>(error);
        Assert.Equal(
            $"Ask of String to {Target}: {_worker}, to which the message was forwarded, does not handle the message.",
            error.Message);
    }

    [Fact]
    public void Question_in_an_envelope_fails_at_once()
    {
        var target = Distributor(static message => ((Letter)message).Payload);

        Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(target, new Envelope("7", "question"))));
        Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(target, new Envelope("7", 5))));
        Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(target, new SealedEnvelope("question"))));
        Assert.Equal(TimeSpan.Zero, Time.Elapsed);
    }

    [Fact]
    public void Question_through_a_router_fails_at_once()
    {
        var router = Sys.ActorOf(new RoundRobinGroup("/user/worker").Props());

        Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(router, new ConsistentHashableEnvelope("question", 1))));
    }

    [Fact]
    public void Other_unhandled_message_with_the_Ask_as_its_sender_fails_no_Ask()
    {
        var asked = Tx.Ask<int>(Distributor(static _ => "an audit copy"), "question");
        Time.RunUntilIdle();

        Assert.False(asked.IsCalled);
    }

    /// <summary>A number in a field is a new object each time that it is read.</summary>
    [Fact]
    public void Part_that_is_equal_and_not_the_same_fails_at_once()
    {
        var target = Distributor(static message => ((Numbered)message).Number);

        Assert.IsType<AskTargetException>(ErrorOf(Tx.Ask<int>(target, new Numbered(7))));
        Assert.Equal(TimeSpan.Zero, Time.Elapsed);
    }

    /// <summary>A text has its length in a field.</summary>
    [Fact]
    public void Field_of_a_type_of_NET_is_no_part_of_the_question()
    {
        var asked = Tx.Ask<int>(Distributor(static message => ((string)message).Length), "question");
        Time.RunUntilIdle();

        Assert.False(asked.IsCalled);
    }

    [Fact]
    public void Part_that_cannot_be_compared_fails_no_Ask()
    {
        var asked = Tx.Ask<int>(Distributor(static _ => new Hostile()), new Envelope("7", new Hostile()));
        Time.RunUntilIdle();

        Assert.False(asked.IsCalled);
    }

    private IActorRef? Target { get; set; }

    private IActorRef Distributor(Func<object, object> part)
    {
        Target = Sys.ActorOf(
            Props.Create(() => new HandsOn(_worker, part)).WithDispatcher(VirtualDispatcherId));
        return Target;
    }

    private record Letter(object Payload);

    private sealed record Envelope(string Id, object Payload) : Letter(Payload);

    private sealed record SealedEnvelope(object Payload) : Letter(Payload);

    private sealed record Numbered(int Number);

    private sealed class Hostile
    {
        public override bool Equals(object? obj) => throw new InvalidOperationException("Equals");

        public override int GetHashCode() => 0;
    }

    private sealed class HandsOn(IActorRef worker, Func<object, object> part) : UntypedActor
    {
        protected override void OnReceive(object message) => worker.Forward(part(message));
    }

    private sealed class HandlesNothing : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}

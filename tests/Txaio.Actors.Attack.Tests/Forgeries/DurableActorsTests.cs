using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Txaio.Actors.Attack.Tests.Matrix;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Attack.Tests.Forgeries;

/// <summary>The actors of durable timers in the hands of another node.</summary>
public sealed class DurableActorsTests : AttackTestKit
{
    [Fact]
    public async Task Stripe_that_was_subscribed_for_another_node_keeps_no_promise()
    {
        const int Promises = 1_000;
        var victim = await StartProcess("victim", "txaio.futures.keep-completed = 0s");
        var path = SurveyOf(victim).Paths.Single(static path => path.EndsWith("/0/stripe", StringComparison.Ordinal));
        var stripe = RefOf($"{victim.Address}{path}");
        var loop = RefOf($"{victim.Address}/system/txaio/loops/default");
        var value = new string('x', 20_000);
        var before = UseOf(victim).Memory;

        for (var i = 0; i < Promises; i++)
        {
            loop.Tell(CreateFuture.Instance, TestActor);
            var promise = ExpectMsg<FutureCreated>(Limit).Promise;
            loop.Tell(new CallLater(TimeSpan.Zero, promise, new Subscribe(stripe)), ActorRefs.NoSender);
            // This call is due after the first, so the subscription has arrived when the test gets this message.
            loop.Tell(new CallLater(TimeSpan.Zero, TestActor, "subscribed"), ActorRefs.NoSender);
            ExpectMsg("subscribed", Limit);
            promise.Tell(value);
        }

        // The values would take 40 MB, at two bytes a character.
        Assert.InRange(UseOf(victim).Memory - before, long.MinValue, 15_000_000);
    }

    /// <summary>Akka takes this message for the actors that its sharding starts.</summary>
    [Fact]
    public async Task Stripe_of_a_cluster_that_another_node_suspends_handles_nothing_until_it_is_resumed()
    {
        var victim = await StartVictim(VictimMode.Clustered);
        UseOf(victim);
        var stripe = RefOf($"{victim.Address}{StripesOf(SurveyOf(victim))[0]}");
        var supervisor = stripe.Path.Name == "stripe" ? RefOf(stripe.Path.Parent.ToString()) : stripe;
        var guarded = RefOf($"{supervisor.Path}/stripe");

        ((IInternalActorRef)supervisor).SendSystemMessage(new Suspend());
        supervisor.Tell(new Identify("suspended"), TestActor);
        guarded.Tell(new Identify("guarded"), TestActor);

        Assert.Equal("guarded", ExpectMsg<ActorIdentity>(Limit).MessageId);
        ((IInternalActorRef)supervisor).SendSystemMessage(new Resume(null));
        Assert.Equal("suspended", ExpectMsg<ActorIdentity>(Limit).MessageId);
    }
}

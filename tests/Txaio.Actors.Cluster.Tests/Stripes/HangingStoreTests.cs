using Akka.Actor;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>A store that does not reply.</summary>
public sealed class HangingStoreTests : StripeTestKit
{
    private readonly TestStore _store;

    public HangingStoreTests()
        : base("akka.persistence.journal.test.circuit-breaker.call-timeout = 1s\n" + TestStore.Config) =>
        _store = new TestStore(Sys, Time);

    [Fact]
    public void Store_that_hangs_fails_the_clients_after_its_time_and_deliveries_go_on_afterwards()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 60_000));
        Watch(stripe);
        _store.Hold();
        var reply = stripe.Ask<StripeBatchFailed>(new StripeBatch(0, "c", 2, [Schedule("l", 60_000)]));
        Time.RunUntilIdle();

        // The journal's circuit breaker measures its call-timeout in real time.
        Time.WaitFor(reply);

        ExpectTerminated(stripe);
        _store.LetGo(reply);
        Time.Advance(TimeSpan.FromMinutes(1));
        stripe = StartStripe();
        StateOf(stripe);
        Time.RunUntilIdle();
        ExpectMsg<DurableCallDue>(static due => due.Key == "k");
    }
}

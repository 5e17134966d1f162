using Akka.Actor;
using Akka.Persistence.TestKit;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Stripes;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>A store that cannot be read.</summary>
public sealed class FailingRecoveryTests : StripeTestKit
{
    private const string Reason = "the stripe cannot recover from its store: ";

    private readonly TestStore _store;

    public FailingRecoveryTests()
        : base(TestStore.Config) => _store = new TestStore(Sys, Time);

    [Fact]
    public void Recovery_that_fails_tells_the_senders_of_requests_and_the_supervisor_and_stops_the_stripe()
    {
        var stripe = StartStripe();
        Store(stripe, "c", 1, Schedule("k", 60_000));
        Stop(stripe);
        _store.RecoveryFailure = new TestJournalFailureException("not readable");
        _store.HoldRecoveries();
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor)).WithDispatcher(VirtualTime.DispatcherId));
        Time.RunUntilIdle();
        var batch = parent.Ask<StripeBatchFailed>(new StripeBatch(0, "c", 2, [Cancel("k")]));
        var find = parent.Ask<FoundCall>(new FindCall(0, "k"));
        Time.RunUntilIdle();

        EventFilter.Error(contains: Reason).ExpectOne(() =>
        {
            _store.LetRecoveriesGo();
            Time.WaitFor(batch);
        });

        var failed = Time.WaitFor(batch);
        Assert.StartsWith(Reason, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(("c", 2), (failed.Client, failed.Number));
        var cause = Assert.ThrowsAny<Exception>(() => Time.WaitFor(find)).GetBaseException();
        Assert.StartsWith(Reason, cause.Message, StringComparison.Ordinal);
        Assert.StartsWith(Reason, ExpectMsg<StripeStops>().Reason, StringComparison.Ordinal);
        ExpectMsg("stopped");
    }

    private sealed class Parent : UntypedActor
    {
        private readonly IActorRef _stripe = Context.Watch(Context.ActorOf(StripeActor.Props(Settings, 0)));
        private readonly IActorRef _test;

        public Parent(IActorRef test) => _test = test;

        protected override void OnReceive(object message)
        {
            if (message is IStripeMessage)
                _stripe.Forward(message);
            else
                _test.Tell(message is Terminated ? "stopped" : message);
        }
    }
}

using Akka.Actor;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Starting;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Starting;

public sealed class LocalStripesTests : IDisposable
{
    private readonly VirtualTime _time = VirtualTime.Create(
        "akka { loglevel = OFF, stdout-loglevel = OFF }\ntxaio.testkit.pending-at-end = off");

    private readonly List<int> _starts = [];
    private readonly List<(int Stripe, string Key)> _received = [];
    private readonly IActorRef _stripes;

    public LocalStripesTests()
    {
        var propsOf = Props (int stripe) =>
            Props.Create(() => new Stripe(this, stripe)).WithDispatcher(VirtualTime.DispatcherId);
        _stripes = _time.System.ActorOf(
            Props.Create(() => new LocalStripes("expiry", 3, propsOf)).WithDispatcher(VirtualTime.DispatcherId));
        _time.RunUntilIdle();
    }

    public void Dispose() => _time.Dispose();

    [Fact]
    public void All_stripes_run_without_a_request() => Assert.Equal([0, 1, 2], _starts.Order());

    [Fact]
    public void Message_goes_to_its_stripe()
    {
        _stripes.Tell(new FindCall(2, "a"));
        _stripes.Tell(new FindCall(0, "b"));
        _stripes.Tell(new FindCall(3, "c"));
        _stripes.Tell(new FindCall(-1, "d"));
        _time.RunUntilIdle();

        Assert.Equal([(0, "b"), (2, "a")], _received.Order());
    }

    [Fact]
    public void Stripe_that_ends_starts_again_and_harms_no_other()
    {
        _starts.Clear();
        _stripes.Tell(new FindCall(1, "stop"));
        _stripes.Tell(new FindCall(2, "a"));
        _time.RunUntilIdle();
        Assert.Equal([(1, "stop"), (2, "a")], _received.Order());

        _time.Advance(StripeSupervisor.LeastPause);

        Assert.Equal([1], _starts);
    }

    private sealed class Stripe(LocalStripesTests test, int stripe) : UntypedActor
    {
        protected override void PreStart() => test._starts.Add(stripe);

        protected override void OnReceive(object message)
        {
            var key = ((FindCall)message).Key;
            test._received.Add((stripe, key));
            if (key == "stop")
                Context.Stop(Self);
        }
    }
}

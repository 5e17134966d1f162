using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Starting;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Starting;

public sealed class LocalStripesTests : IDisposable
{
    private readonly VirtualTime _time = VirtualTime.Create(
        "akka { loglevel = OFF, stdout-loglevel = OFF }\ntxaio.testkit.pending-at-end = off");

    private readonly List<(int Stripe, TimeSpan At)> _starts = [];
    private readonly List<(int Stripe, string Key)> _received = [];
    private readonly IActorRef _stripes;
    private bool _isBroken;

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
    public void All_stripes_run_without_a_request() =>
        Assert.Equal([0, 1, 2], _starts.Select(static start => start.Stripe).Order());

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

    [Theory]
    [InlineData("stop")]
    [InlineData("throw")]
    public void Stripe_that_ends_starts_again_at_once_and_then_after_half_a_second(string end)
    {
        _starts.Clear();
        _stripes.Tell(new FindCall(1, end));
        _time.RunUntilIdle();
        Assert.Equal([(1, TimeSpan.Zero)], _starts);

        _stripes.Tell(new FindCall(1, end));
        _time.Advance(TimeSpan.FromSeconds(0.499));
        Assert.Single(_starts);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal((1, TimeSpan.FromSeconds(0.5)), _starts[1]);
        _stripes.Tell(new FindCall(1, "a"));
        _time.RunUntilIdle();
        Assert.Contains((1, "a"), _received);
    }

    [Fact]
    public void Pause_doubles_to_half_a_minute_while_a_stripe_cannot_start()
    {
        _starts.Clear();
        _isBroken = true;
        _stripes.Tell(new FindCall(1, "stop"));
        _time.Advance(TimeSpan.FromSeconds(121.5));

        double[] expected = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 61.5, 91.5, 121.5];
        Assert.Equal(expected, _starts.Select(static start => start.At.TotalSeconds));
    }

    [Fact]
    public void Stripe_starts_at_once_again_after_it_has_run()
    {
        _isBroken = true;
        _stripes.Tell(new FindCall(1, "stop"));
        _time.Advance(TimeSpan.FromSeconds(10));
        _isBroken = false;
        _time.Advance(TimeSpan.FromMinutes(2));
        _starts.Clear();

        _stripes.Tell(new FindCall(1, "stop"));
        _time.RunUntilIdle();

        Assert.Single(_starts);
    }

    [Fact]
    public void Request_for_a_stripe_that_has_stopped_again_fails_at_once()
    {
        _isBroken = true;
        _stripes.Tell(new FindCall(1, "stop"));
        _time.RunUntilIdle();
        var first = _stripes.Ask<StripeBatchFailed>(new StripeBatch(1, "c", 1, []));
        _time.RunUntilIdle();
        Assert.False(first.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.5));
        var batch = _time.WaitFor(_stripes.Ask<StripeBatchFailed>(new StripeBatch(1, "c", 1, [])));
        var question = _stripes.Ask<FoundCall>(new FindCall(1, "a"));

        Assert.Equal(
            new StripeBatchFailed(1, "c", 1, "the stripe has stopped again, and waits for 1 s before its next start"),
            batch);
        Assert.Throws<InvalidOperationException>(() => _time.WaitFor(question));
    }

    [Fact]
    public void Message_for_a_stripe_that_says_it_stops_goes_to_the_next_instance_in_order()
    {
        _stripes.Tell(new FindCall(1, "stops"));
        _stripes.Tell(new FindCall(1, "a"));
        _time.RunUntilIdle();
        _stripes.Tell(new FindCall(1, "b"));
        _stripes.Tell(new FindCall(2, "c"));
        _time.RunUntilIdle();

        Assert.Equal([(1, "stops"), (1, "a"), (2, "c")], _received);
        _starts.Clear();
        _time.System.ActorSelection(_stripes.Path / "1").Tell(PoisonPill.Instance);
        _time.RunUntilIdle();

        Assert.Equal([(1, TimeSpan.Zero)], _starts);
        Assert.Equal((1, "b"), _received[^1]);
    }

    [Fact]
    public void Messages_for_a_stripe_that_waits_to_start_are_kept_up_to_a_thousand()
    {
        _isBroken = true;
        _stripes.Tell(new FindCall(1, "stop"));
        _time.Advance(TimeSpan.FromSeconds(0.4));
        for (var i = 0; i < 1_500; i++)
            _stripes.Tell(new FindCall(1, $"{i}"));
        _isBroken = false;
        _time.RunUntilIdle();
        _received.Clear();

        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(Enumerable.Range(0, 1_000).Select(static i => (1, $"{i}")), _received);
    }

    [Fact]
    public void Message_of_another_actor_stops_no_stripe()
    {
        _stripes.Tell(StripeLeaves.Instance, ActorRefs.NoSender);
        _stripes.Tell(new FindCall(0, "a"));
        _time.RunUntilIdle();

        Assert.Equal([(0, "a")], _received);
    }

    /// <summary>Another node can name a stripe as the sender, and make a message with a serializer.</summary>
    [Fact]
    public void Message_in_the_name_of_a_stripe_that_this_process_did_not_make_stops_no_stripe()
    {
        var stripe = _time.System.ActorSelection(_stripes.Path / "0").ResolveOne(TimeSpan.FromSeconds(30));
        _time.RunUntilIdle();
        _stripes.Tell(new Passivate(PoisonPill.Instance), stripe.Result);
        _stripes.Tell(RuntimeHelpers.GetUninitializedObject(typeof(StripeLeaves)), stripe.Result);
        stripe.Result.Tell(PoisonPill.Instance);
        _stripes.Tell(new FindCall(0, "a"));
        _time.RunUntilIdle();

        Assert.Equal([(0, "a")], _received);
        Assert.Equal(3, _starts.Count);
    }

    private sealed class Stripe(LocalStripesTests test, int stripe) : UntypedActor
    {
        protected override void PreStart()
        {
            test._starts.Add((stripe, test._time.Elapsed));
            if (test._isBroken)
                throw new InvalidOperationException("broken");
        }

        protected override void OnReceive(object message)
        {
            var key = ((FindCall)message).Key;
            test._received.Add((stripe, key));
            if (key == "stops")
                Context.Parent.Tell(StripeLeaves.Instance, Self);
            if (key == "stop")
                Context.Stop(Self);
            if (key == "throw")
                throw new InvalidOperationException(key);
        }
    }
}

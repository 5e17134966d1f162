using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Starting;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>The parent of a stripe, below a shard and its region.</summary>
public sealed class StripeSupervisorTests : IDisposable
{
    private readonly VirtualTime _time = VirtualTime.Create(
        "akka { loglevel = OFF, stdout-loglevel = OFF }\ntxaio.testkit.pending-at-end = off");

    private readonly List<double> _starts = [];
    private readonly List<string> _received = [];
    private readonly List<object> _toRegion = [];
    private readonly IActorRef _supervisor;
    private bool _isBroken;
    private bool _isWriting;

    public StripeSupervisorTests()
    {
        var stripe = Props.Create(() => new Stripe(this)).WithDispatcher(VirtualTime.DispatcherId);
        var supervisor = Props.Create(() => new StripeSupervisor("expiry", 1, stripe))
            .WithDispatcher(VirtualTime.DispatcherId);
        var shard = Props.Create(() => new Parent("supervisor", supervisor, null))
            .WithDispatcher(VirtualTime.DispatcherId);
        var region = Props.Create(() => new Parent("shard", shard, _toRegion)).WithDispatcher(VirtualTime.DispatcherId);
        _time.System.ActorOf(region, "region");
        _time.RunUntilIdle();
        var selection = _time.System.ActorSelection("/user/region/shard/supervisor");
        _supervisor = _time.WaitFor(selection.ResolveOne(TimeSpan.FromSeconds(30)));
    }

    public void Dispose() => _time.Dispose();

    [Fact]
    public void Stripe_runs_without_a_request_and_gets_what_is_for_it()
    {
        Assert.Equal([0.0], _starts);

        Send("a");

        Assert.Equal(["a"], _received);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("stops")]
    [InlineData("throw")]
    public void Stripe_that_ends_starts_again_after_half_a_second_and_gets_what_arrived_in_order(string end)
    {
        Send(end);
        Send("a");
        Send("b");
        if (end == "stops")
        {
            Assert.Equal(["stops"], _received);
            _time.System.ActorSelection(_supervisor.Path / StripeSupervisor.Child).Tell(new FindCall(1, "end"));
        }

        _time.Advance(TimeSpan.FromSeconds(0.499));
        Assert.Equal([0.0], _starts);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal([0.0, 0.5], _starts);
        Assert.Equal([end, "a", "b"], _received);
        Send("c");
        Assert.Equal("c", _received[^1]);
    }

    [Fact]
    public void Pause_doubles_to_ten_seconds_while_a_stripe_cannot_start()
    {
        _isBroken = true;
        Send("stop");
        _time.Advance(TimeSpan.FromSeconds(45.5));

        Assert.Equal([0.0, 0.5, 1.5, 3.5, 7.5, 15.5, 25.5, 35.5, 45.5], _starts);
    }

    [Fact]
    public void Pauses_begin_anew_after_a_stripe_has_run_for_the_longest_pause()
    {
        _isBroken = true;
        Send("stop");
        _time.Advance(TimeSpan.FromSeconds(3));
        _isBroken = false;
        _time.Advance(TimeSpan.FromSeconds(0.5));
        _starts.Clear();

        _time.Advance(StripeSupervisor.MostPause - TimeSpan.FromMilliseconds(1));
        Send("stop");
        _time.Advance(TimeSpan.FromSeconds(4));
        _time.Advance(StripeSupervisor.MostPause + TimeSpan.FromMilliseconds(1));
        Send("stop");
        _time.Advance(StripeSupervisor.LeastPause);

        Assert.Equal([17.499, 28.0], _starts);
    }

    [Fact]
    public void Request_during_a_longer_pause_fails_at_once_with_the_cause_and_a_wake_up_has_no_reply()
    {
        _isBroken = true;
        Send("stop");
        var first = _supervisor.Ask<StripeBatchFailed>(new StripeBatch(1, "c", 1, []));
        _time.RunUntilIdle();
        Assert.False(first.IsCompleted);
        _isBroken = false;
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Send("stops");
        _time.System.ActorSelection(_supervisor.Path / StripeSupervisor.Child).Tell(new FindCall(1, "end"));
        _time.RunUntilIdle();

        var batch = _time.WaitFor(_supervisor.Ask<StripeBatchFailed>(new StripeBatch(1, "c", 2, [])));
        var question = _supervisor.Ask<FoundCall>(new FindCall(1, "a"));
        var wake = _supervisor.Ask<object>(new WakeStripe(1));
        _time.RunUntilIdle();

        Assert.Equal(new StripeBatchFailed(1, "c", 2, "disk full; it starts again within 1 s"), batch);
        Assert.Throws<InvalidOperationException>(() => _time.WaitFor(question));
        Assert.False(wake.IsCompleted);
    }

    [Fact]
    public void Messages_for_a_stripe_that_waits_to_start_are_kept_up_to_a_thousand()
    {
        Send("stop");
        for (var i = 0; i < 1_500; i++)
            Send($"{i}");
        _received.Clear();

        _time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Equal(Enumerable.Range(0, 1_000).Select(static i => $"{i}"), _received);
    }

    [Fact]
    public void Stop_that_another_actor_announces_is_not_believed()
    {
        _supervisor.Tell(StripeStops.Of("forged"), ActorRefs.NoSender);
        Send("a");

        Assert.Equal(["a"], _received);
    }

    /// <summary>Another node can name a stripe as the sender, and make a message with a serializer.</summary>
    [Fact]
    public void Message_in_the_name_of_the_stripe_that_this_process_did_not_make_stops_nothing()
    {
        var selection = _time.System.ActorSelection(_supervisor.Path / StripeSupervisor.Child);
        var stripe = _time.WaitFor(selection.ResolveOne(TimeSpan.FromSeconds(30)));
        _supervisor.Tell(RuntimeHelpers.GetUninitializedObject(typeof(StripeStops)), stripe);
        _supervisor.Tell(RuntimeHelpers.GetUninitializedObject(typeof(HandOver)), stripe);
        stripe.Tell(PoisonPill.Instance);
        Send("a");

        Assert.Equal(["a"], _received);
        Assert.Equal([0.0], _starts);
    }

    [Fact]
    public void Stripe_that_is_handed_over_ends_its_work_and_wakes_at_its_next_home()
    {
        _isWriting = true;
        var ended = _supervisor.WatchAsync();
        _supervisor.Tell(HandOver.Instance);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([new WakeStripe(1)], _toRegion);
        Assert.False(ended.IsCompleted);
        _time.System.ActorSelection(_supervisor.Path / StripeSupervisor.Child).Tell(new FindCall(1, "end"));
        Assert.True(_time.WaitFor(ended));
        Assert.Equal([0.0], _starts);
    }

    [Fact]
    public void Supervisor_of_a_stripe_that_waits_to_start_is_handed_over_at_once()
    {
        Send("stop");
        var ended = _supervisor.WatchAsync();

        _supervisor.Tell(HandOver.Instance);

        Assert.True(_time.WaitFor(ended));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([new WakeStripe(1)], _toRegion);
        Assert.Equal([0.0], _starts);
    }

    private void Send(string key)
    {
        _supervisor.Tell(new FindCall(1, key));
        _time.RunUntilIdle();
    }

    private sealed class Parent : UntypedActor
    {
        private readonly List<object>? _received;

        public Parent(string name, Props child, List<object>? received)
        {
            _received = received;
            Context.ActorOf(child, name);
        }

        protected override void OnReceive(object message) => _received?.Add(message);
    }

    private sealed class Stripe(StripeSupervisorTests test) : UntypedActor
    {
        protected override void PreStart()
        {
            test._starts.Add(test._time.Elapsed.TotalSeconds);
            if (test._isBroken)
                throw new InvalidOperationException("broken");
        }

        protected override void OnReceive(object message)
        {
            if (message is HandOver)
            {
                if (!test._isWriting)
                    Context.Stop(Self);
                return;
            }

            if (message is not FindCall { Key: var key })
                return;
            if (key == "end")
            {
                Context.Stop(Self);
                return;
            }

            test._received.Add(key);
            if (key == "stops")
                Context.Parent.Tell(StripeStops.Of("disk full"), Self);
            if (key == "stop")
                Context.Stop(Self);
            if (key == "throw")
                throw new InvalidOperationException(key);
        }
    }
}

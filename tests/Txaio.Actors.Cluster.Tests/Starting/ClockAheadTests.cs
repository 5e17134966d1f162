using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Cluster.Configuration;
using Txaio.Actors.Cluster.Starting;
using Txaio.Actors.Cluster.Tests.Stripes;
using Txaio.Actors.TestKit;
using SqliteFile = Txaio.Actors.Cluster.Tests.Stripes.SqliteFile;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>Two nodes on one SQLite file. The clock of the second is two seconds ahead.</summary>
public sealed class ClockAheadTests : IDisposable
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(2);

    private readonly SqliteFile _file = new();
    private readonly StoreNode _owner;
    private readonly StoreNode _ahead;

    public ClockAheadTests() => (_owner, _ahead) = (new StoreNode(_file), new StoreNode(_file, Ahead));

    public void Dispose()
    {
        _owner.Dispose();
        _ahead.Dispose();
        _file.Dispose();
    }

    [Theory]
    [InlineData(0, -2)]
    [InlineData(1, -1)]
    [InlineData(2, 0)]
    public void Call_that_moves_to_the_node_ahead_is_early_by_the_difference_without_the_margin(
        int margin, double lateness)
    {
        var settings = StoreNode.Settings with { ClockSkew = TimeSpan.FromSeconds(margin) };
        var stripe = _owner.StartStripe(settings);
        _owner.Store(stripe, "c", 1, _owner.Schedule("k", TimeSpan.FromSeconds(10)));
        _owner.Stop(stripe);

        _ahead.Pass(_ahead.StartStripe(settings), TimeSpan.FromSeconds(20), stepSeconds: 1);

        // Both nodes started at the same time, so this is the time of the owner.
        var (due, at) = Assert.Single(_ahead.Deliveries);
        Assert.True(at >= due.Due, "The call was early by the clock of the node that delivered it.");
        Assert.Equal(lateness, (at - Ahead - _owner.Time.Start.AddSeconds(10)).TotalSeconds);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void Call_that_stays_is_late_by_the_margin(int margin, double lateness)
    {
        var stripe = _owner.StartStripe(StoreNode.Settings with { ClockSkew = TimeSpan.FromSeconds(margin) });
        _owner.Store(stripe, "c", 1, _owner.Schedule("k", TimeSpan.FromSeconds(10)));

        _owner.Pass(stripe, TimeSpan.FromSeconds(20), stepSeconds: 1);

        Assert.Equal(lateness, (Assert.Single(_owner.Deliveries).At - _owner.Time.Start.AddSeconds(10)).TotalSeconds);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void Client_warns_of_a_stripe_on_the_node_ahead_unless_the_margin_covers_it(int margin, int warnings)
    {
        var stripe = _ahead.StartStripe(StoreNode.Settings with { ClockSkew = TimeSpan.FromSeconds(margin) });
        var lines = new ConcurrentQueue<string>();
        using var client = VirtualTime.Create(
            _owner.Time.Start,
            $$"""
            akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = [], actor.serialize-messages = off }
            txaio.testkit.pending-at-end = off
            txaio.cluster.dispatcher = {{VirtualTime.DispatcherId}}
            txaio.cluster.timers.expiry { stripes = 1, journal = none, clock-skew = {{margin}}s }
            """);
        client.System.EventStream.Subscribe(
            client.System.ActorOf(Props.Create(() => new Lines(lines))), typeof(Warning));
        TxaioExtension.Get(client.System);
        var timer = new TimerStarter(
            (ExtendedActorSystem)client.System,
            VirtualTime.DispatcherId,
            isClustered: false,
            (_, _, _) => Props.Create(() => new Forwarder(stripe)).WithDispatcher(VirtualTime.DispatcherId))
            .Start(ClusterSettingsLoader.Load(client.System).Timers["expiry"]);

        for (var i = 0; i < 3; i++)
            client.WaitFor(timer.Schedule($"{i}", TimeSpan.FromHours(1), new ShardTarget("order", "1"), "x").AsTask());
        client.RunUntilIdle();

        Assert.Equal(warnings, lines.Count);
        const string Expected = "the clock of the node of a stripe is 2.0 s ahead of the clock of this node";
        Assert.All(lines, static line => Assert.Contains(Expected, line, StringComparison.Ordinal));
    }

    /// <summary>The way to the node of the stripe.</summary>
    private sealed class Forwarder(IActorRef stripe) : UntypedActor
    {
        protected override void OnReceive(object message) => stripe.Forward(message);
    }

    private sealed class Lines : ReceiveActor
    {
        public Lines(ConcurrentQueue<string> lines) => Receive<Warning>(warning =>
        {
            var text = $"{warning.Message}";
            if (text.Contains("clock", StringComparison.Ordinal))
                lines.Enqueue(text);
        });
    }
}

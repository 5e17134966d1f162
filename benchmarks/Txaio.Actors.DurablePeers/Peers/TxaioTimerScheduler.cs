using System.Globalization;
using Akka.Actor;
using Txaio.Actors.Cluster;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.DurablePeers.Node;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>The durable timers of this repository, with the settings of hocon/cluster.conf.</summary>
/// <param name="stripes">The number of stripes; null for that of the file.</param>
internal sealed class TxaioTimerScheduler(int? stripes) : IDurableScheduler
{
    private IDurableTimer? _timer;
    private ActorTarget? _target;

    public async Task StartAsync(NodeOptions options)
    {
        var system = ClusterNode.Create(
            options,
            $$"""
            txaio.cluster.store {
              provider-name = "PostgreSQL.15"
              connection-string = "{{options.ConnectionString}}"
            }
            {{(stripes is { } number ? $"txaio.cluster.timers.expiry.stripes = {number}" : "")}}
            """);
        _target = new ActorTarget(system.ActorOf(Props.Create<Receiver>(), "receiver"));
        _timer = system.TxaioCluster().DurableTimer("expiry");
        // The answer of all stripes says that the node is up and the stripes have their place.
        await _timer.Pending();
    }

    public async Task ScheduleAsync(int key, DateTimeOffset due) =>
        await _timer!.Schedule(Name(key), due, _target!, Deliveries.TextOf(key));

    public async Task<bool> CancelAsync(int key) => (await _timer!.Cancel(Name(key))).Found;

    public async Task<long> CountPendingAsync() => (await _timer!.Pending()).Count;

    private static string Name(int key) => key.ToString(CultureInfo.InvariantCulture);

    private sealed class Receiver : ReceiveActor
    {
        public Receiver() => Receive<DurableCallDue>(call =>
        {
            Deliveries.Take(int.Parse(call.Key, CultureInfo.InvariantCulture), (string)call.Message);
            Sender.Tell(call.Done());
        });
    }
}

using Akka.Actor;
using Akka.Cluster.Sharding;
using Npgsql;
using Txaio.Actors.DurablePeers.Node;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>
/// A persistent actor for each call, in a shard region that remembers its entities, on Akka.Persistence.Sql.
/// </summary>
internal sealed class AkkaScheduler : IDurableScheduler
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromMinutes(1);

    private IActorRef? _region;
    private NpgsqlDataSource? _store;

    public async Task StartAsync(NodeOptions options)
    {
        _store = NpgsqlDataSource.Create(options.ConnectionString);
        var system = ClusterNode.Create(options, Hocon(options));
        var sharding = ClusterSharding.Get(system);
        _region = await sharding.StartAsync(
            "reminders",
            Props.Create<ReminderActor>(),
            ClusterShardingSettings.Create(system),
            new ReminderActor.Extractor());
        // The first answer of an entity says that the node is up and the shards have their place.
        await _region.Ask<bool>(new ReminderActor.Cancel(-1 - options.Number), AskTimeout);
    }

    public Task ScheduleAsync(int key, DateTimeOffset due) =>
        _region!.Ask<bool>(new ReminderActor.Schedule(key, due, Deliveries.TextOf(key)), AskTimeout);

    public Task<bool> CancelAsync(int key) => _region!.Ask<bool>(new ReminderActor.Cancel(key), AskTimeout);

    // The first event schedules, the second one is the delivery or the cancel.
    public async Task<long> CountPendingAsync()
    {
        await using var count = _store!.CreateCommand(
            "select count(*) from (select 1 from journal where persistence_id like 'reminder-%' "
            + "group by persistence_id having count(*) = 1) pending");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static string Hocon(NodeOptions options) =>
        $$"""
        akka {
          cluster.sharding {
            remember-entities = on
            remember-entities-store = eventsourced
            # Entities stay in memory until they have fired.
            passivate-idle-entity-after = off
          }
          persistence {
            max-concurrent-recoveries = 200
            journal {
              plugin = "akka.persistence.journal.sql"
              sql {
                class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
                provider-name = "PostgreSQL.15"
                connection-string = "{{options.ConnectionString}}"
                auto-initialize = true
                parallelism = 8
                batch-size = 400
              }
            }
            snapshot-store {
              plugin = "akka.persistence.snapshot-store.sql"
              sql {
                class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
                provider-name = "PostgreSQL.15"
                connection-string = "{{options.ConnectionString}}"
                auto-initialize = true
              }
            }
          }
        }
        """;
}

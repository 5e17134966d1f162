using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.Persistence.Sql;

namespace Txaio.Actors.Remote.Tests.Clusters;

/// <summary>
/// The base class of tests with a cluster of three nodes in this process. Entities run on A and B. The test's own
/// system is the third node, which only asks. The journal is a file, which A and B share.
/// </summary>
public abstract class ClusterTestKit() : RemoteTestKit(Node("askers", "")), IAsyncLifetime
{
    private const string Type = "keeper";

    private readonly List<ActorSystem> _systems = [];
    private readonly string _journal = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".db");

    protected ActorSystem A { get; private set; } = null!;

    protected ActorSystem B { get; private set; } = null!;

    /// <summary>The region of the asking node.</summary>
    protected IActorRef Region { get; private set; } = ActorRefs.Nobody;

    public async Task InitializeAsync()
    {
        await Join(Sys);
        A = await StartKeeper();
        B = await StartKeeper();
        Region = await ClusterSharding.Get(Sys).StartProxyAsync(Type, "keepers", new KeeperExtractor());
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_systems.Select(static system => system.Terminate())).WaitAsync(Limit);
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_journal) + "*"))
            File.Delete(file);
    }

    protected static string AddressOf(ActorSystem system) => Cluster.Get(system).SelfAddress.ToString();

    /// <summary>The system of A and B that has the entity, and the other one.</summary>
    protected async Task<(ActorSystem Has, ActorSystem Other)> NodesOf(string entity)
    {
        var answer = await Txaio.AskWithRetry<Answer>(Region, new Question(entity, 0));
        return answer.Node == AddressOf(A) ? (A, B) : (B, A);
    }

    /// <summary>Starts a system that is a member of the cluster.</summary>
    protected async Task<ActorSystem> StartMember(string role, string hocon = "")
    {
        var system = ActorSystem.Create(
            Sys.Name,
            ConfigurationFactory.ParseString(Node(role, hocon))
                .WithFallback(Sys.Settings.Config)
                .WithFallback(SqlPersistence.DefaultConfiguration));
        _systems.Add(system);
        await Join(system);
        return system;
    }

    /// <summary>Lets a node leave the cluster: its entities are handed over. The system goes on.</summary>
    protected static Task Leave(ActorSystem system) => Cluster.Get(system).LeaveAsync().WaitAsync(Limit);

    /// <summary>Ends a system without a word to the other nodes.</summary>
    protected static Task Crash(ActorSystem system) => system.Terminate().WaitAsync(Limit);

    /// <summary>Makes the cluster give up a node, as a downing provider would after its margins.</summary>
    protected void Down(ActorSystem system) => Cluster.Get(Sys).Down(Address.Parse(AddressOf(system)));

    private async Task<ActorSystem> StartKeeper()
    {
        var system = await StartMember(
            "keepers",
            $$"""
            akka.persistence.journal {
              plugin = akka.persistence.journal.sql
              sql {
                provider-name = "SQLite.MS"
                connection-string = "Data Source={{_journal}}"
                auto-initialize = true
              }
            }
            """);
        await ClusterSharding.Get(system).StartAsync(
            Type,
            Props.Create<KeeperEntity>(),
            ClusterShardingSettings.Create(system).WithRole("keepers"),
            new KeeperExtractor());
        return system;
    }

    private Task Join(ActorSystem system) =>
        Cluster.Get(system).JoinAsync(Cluster.Get(Sys).SelfAddress).WaitAsync(Limit);

    private static string Node(string role, string hocon) =>
        $$"""
        akka {
          actor.provider = cluster
          cluster {
            roles = [{{role}}]
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            # The test decides when a node is given up. A node that is down is removed without a margin.
            downing-provider-class = ""
            sharding {
              state-store-mode = ddata
              # The durable store needs another version of LightningDB than there is.
              distributed-data.durable.keys = []
              retry-interval = 200ms
            }
          }
          # A system that is terminated leaves nothing behind, like a process that is killed.
          coordinated-shutdown {
            run-by-actor-system-terminate = off
            terminate-actor-system = off
          }
        }
        {{hocon}}
        """;
}

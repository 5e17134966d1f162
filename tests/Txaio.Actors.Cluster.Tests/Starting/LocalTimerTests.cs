using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Cluster.Messages;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>The whole package on one node without a cluster, with an SQLite file, in real time.</summary>
public sealed class LocalTimerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("txaio-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Call_is_delivered_when_it_is_due_and_forgotten_when_it_is_done()
    {
        using var system = Start("bucket = 100ms");
        var timer = system.TxaioCluster().DurableTimer("expiry");
        var target = new Target(system, "target");

        var stored = await timer.Schedule("a", TimeSpan.FromMilliseconds(300), target.Address, "hello")
            .WaitAsync(Patience);
        var due = await target.Next();

        Assert.Equal(("expiry", "a", stored.Due, 1, "hello"), (due.Timer, due.Key, due.Due, due.Attempt, due.Message));
        Assert.True(system.Scheduler.Now >= due.Due, "The call was early.");
        while ((await timer.Pending().WaitAsync(Patience)).Count > 0)
            await Task.Yield();
        Assert.Null((await timer.Find("a").WaitAsync(Patience)).Call);
    }

    [Fact]
    public async Task Calls_survive_the_actor_system()
    {
        DurableCallScheduled stored;
        using (var system = Start())
        {
            var timer = system.TxaioCluster().DurableTimer("expiry");
            var address = new ActorTarget("akka://local/user/target");
            stored = await timer.Schedule("a", TimeSpan.FromSeconds(2), address, "kept").WaitAsync(Patience);
            await timer.Schedule("b", TimeSpan.FromSeconds(2), address, "cancelled").WaitAsync(Patience);
            Assert.True((await timer.Cancel("b").WaitAsync(Patience)).Found);
            await system.Terminate().WaitAsync(Patience);
        }

        using var again = Start();
        var target = new Target(again, "target");
        // No request wakes the stripe.
        again.TxaioCluster();

        var due = await target.Next();
        Assert.Equal(("a", stored.Due, "kept"), (due.Key, due.Due, due.Message));
        while ((await again.TxaioCluster().DurableTimer("expiry").Pending().WaitAsync(Patience)).Count > 0)
            await Task.Yield();
    }

    [Fact]
    public async Task Twenty_thousand_calls_are_stored_and_delivered_once()
    {
        using var system = Start("bucket = 100ms");
        var timer = system.TxaioCluster().DurableTimer("expiry");
        var target = new Target(system, "target");
        var futures = Enumerable.Range(0, 20_000)
            .Select(i => timer.Schedule($"{i}", TimeSpan.FromMilliseconds(500), target.Address, i).AsTask()).ToList();
        await Task.WhenAll(futures).WaitAsync(Patience);

        var keys = new HashSet<string>();
        while (keys.Count < 20_000)
            keys.Add((await target.Next()).Key);
    }

    [Fact]
    public void Unknown_timer_throws_and_names_the_known_ones()
    {
        using var system = Start();
        var cause = Assert.Throws<ArgumentException>(() => system.TxaioCluster().DurableTimer("expired"));
        Assert.Contains("timer 'expired': there are expiry, other.", cause.Message, StringComparison.Ordinal);
        Assert.Same(
            system.TxaioCluster().DurableTimer("other"), TxaioClusterExtension.Get(system).DurableTimer("other"));
        Assert.Equal(["expiry", "other"], system.TxaioCluster().TimerNames);
    }

    [Theory]
    [InlineData(
        "timers.expiry.journal = akka.persistence.journal.nope",
        "txaio.cluster.timers.expiry.journal = akka.persistence.journal.nope: must be the id of a plugin of Akka.")]
    [InlineData(
        "timers.other.snapshot-store = nope", "txaio.cluster.timers.other.snapshot-store = nope: must be the id of a ")]
    [InlineData(
        "store { provider-name = Postgres, connection-string = \"Host=secret\" }",
        "txaio.cluster.store.provider-name = Postgres: must be a name of LinqToDB.ProviderName, as PostgreSQL.15")]
    [InlineData(
        "store { provider-name = MySqlConnector, connection-string = \"Host=secret\" }",
        "txaio.cluster.store.provider-name = MySqlConnector: must be a name of LinqToDB.ProviderName, as PostgreSQL.15")]
    [InlineData(
        "store { provider-name = PostgreSQL.15, connection-string = \"Host=secret;nonsense\" }",
        "txaio.cluster.store.provider-name = PostgreSQL.15: must be a name of LinqToDB.ProviderName, as PostgreSQL.15")]
    public void Store_that_the_program_cannot_use_is_refused_at_the_start(string settings, string refusal)
    {
        using var system = Start(cluster: settings);

        var cause = Assert.Throws<ConfigurationException>(system.TxaioCluster);

        Assert.StartsWith(refusal, cause.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", cause.Message);
        Assert.DoesNotContain('\n', cause.Message);
    }

    [Fact]
    public void Journal_in_memory_and_a_server_that_does_not_run_are_taken_at_the_start()
    {
        using var memory = Start(
            "journal = akka.persistence.journal.inmem, snapshot-store = akka.persistence.snapshot-store.local");
        using var server = Start(
            cluster: "store { provider-name = PostgreSQL.15, connection-string = \"Host=127.0.0.1;Port=1\" }");

        Assert.Equal(["expiry", "other"], memory.TxaioCluster().TimerNames);
        Assert.Equal(["expiry", "other"], server.TxaioCluster().TimerNames);
    }

    private ActorSystem Start(string timer = "", string cluster = "") => ActorSystem.Create(
        "local",
        $$"""
        akka { loglevel = WARNING, log-dead-letters = off, stdout-loglevel = OFF, loggers = [] }
        akka.coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
        txaio.cluster {
          store.file = "{{Path.Combine(_folder, "timers.db")}}"
          timers {
            expiry { {{timer}} }
            other { stripes = 1 }
          }
          {{cluster}}
        }
        """);

    private sealed class Target
    {
        private readonly System.Threading.Channels.Channel<DurableCallDue> _received =
            System.Threading.Channels.Channel.CreateUnbounded<DurableCallDue>();

        public Target(ActorSystem system, string name) => Address = new ActorTarget(system.ActorOf(
            Props.Create(() => new Receiver(_received.Writer)), name));

        public ActorTarget Address { get; }

        public async Task<DurableCallDue> Next() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        private sealed class Receiver : ReceiveActor
        {
            public Receiver(System.Threading.Channels.ChannelWriter<DurableCallDue> received) =>
                Receive<DurableCallDue>(due =>
                {
                    received.TryWrite(due);
                    Sender.Tell(due.Done());
                });
        }
    }
}

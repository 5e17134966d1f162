using Akka.Actor;
using Akka.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Hosting.Tests;

namespace Txaio.Actors.Cluster.Hosting.Tests;

/// <summary>The base class of tests with hosts that have durable timers, each test with a store of its own.</summary>
public abstract class TimerHostTestBase : HostTestBase, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-timers-");

    /// <summary>The SQLite file of the test.</summary>
    internal string StoreFile => Path.Combine(_folder.FullName, "calls.db");

    /// <summary>The HOCON that names the file.</summary>
    internal string Store => $"txaio.cluster.store.file = \"{StoreFile.Replace('\\', '/')}\"";

    /// <summary>A cluster of one node, for <c>AddHocon</c>.</summary>
    internal const string OneNode =
        """
        akka {
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
          coordinated-shutdown.exit-clr = off
          cluster {
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            sharding { rebalance-interval = 500ms, retry-interval = 500ms }
          }
        }
        """;

    /// <summary>Starts a host with the store of the test and <c>AddTxaioDurableTimers()</c>.</summary>
    internal Task<IHost> StartTimersAsync(
        Action<AkkaConfigurationBuilder, IConfiguration> akka,
        string? appsettings = null,
        Action<IServiceCollection, IConfiguration>? services = null) =>
        StartAsync(
            (builder, configuration) => akka(builder.AddHocon(Store, HoconAddMode.Prepend), configuration),
            appsettings,
            (collection, configuration) =>
            {
                collection.AddTxaioDurableTimers();
                services?.Invoke(collection, configuration);
            });

    /// <summary>Stores a call, and waits for its delivery.</summary>
    internal static async Task<object> DeliverAsync(IHost host, string timer)
    {
        var delivered = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var target = SystemOf(host).ActorOf(Props.Create(() => new Target(delivered)));
        var durable = host.Services.GetRequiredKeyedService<IDurableTimer>(timer);
        await durable.Schedule("order-1", TimeSpan.Zero, new ActorTarget(target), "paid?").AsTask().WaitAsync(Patience);
        return await delivered.Task.WaitAsync(Patience);
    }

    /// <summary>Runs SQL on the store from another connection, as an operator might.</summary>
    internal void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={StoreFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        // Akka's connections are closed with their hosts, but stay in the pool.
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private sealed class Target : ReceiveActor
    {
        public Target(TaskCompletionSource<object> delivered) => Receive<DurableCallDue>(due =>
        {
            delivered.TrySetResult(due.Message);
            Sender.Tell(due.Done());
        });
    }
}

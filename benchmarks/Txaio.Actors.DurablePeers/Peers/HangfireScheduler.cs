using System.Collections.Concurrent;
using Hangfire;
using Hangfire.PostgreSql;
using Npgsql;
using Txaio.Actors.DurablePeers.Node;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>Hangfire's delayed jobs on Hangfire.PostgreSql.</summary>
internal sealed class HangfireScheduler : IDurableScheduler
{
    // Hangfire's client blocks its thread. More callers than connections would run into the pool's timeout.
    private const int Clients = 64;

    private readonly ConcurrentDictionary<int, string> _jobs = [];
    private readonly SemaphoreSlim _clients = new(Clients);
    private BackgroundJobClient? _client;
    private BackgroundJobServer? _server;
    private NpgsqlDataSource? _store;

    public Task StartAsync(NodeOptions options)
    {
        ThreadPool.SetMinThreads(Clients + 16, 16);
        _store = NpgsqlDataSource.Create(options.ConnectionString);
        var storage = new PostgreSqlStorage(
            new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(
                options.ConnectionString, new PostgreSqlStorageOptions()),
            new PostgreSqlStorageOptions
            {
                QueuePollInterval = TimeSpan.FromMilliseconds(50),
                EnableLongPolling = true,
                // A job that a killed node had fetched is fetched again after 10 s; the default is 30 min.
                UseSlidingInvisibilityTimeout = true,
                InvisibilityTimeout = TimeSpan.FromSeconds(10),
                EnableTransactionScopeEnlistment = false,
            });
        _client = new BackgroundJobClient(storage);
        _server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                ServerName = $"node-{options.Number}",
                WorkerCount = 32,
                SchedulePollingInterval = TimeSpan.FromSeconds(1),
                HeartbeatInterval = TimeSpan.FromSeconds(1),
                ServerCheckInterval = TimeSpan.FromSeconds(1),
                ServerTimeout = TimeSpan.FromSeconds(5),
            },
            storage);
        return Task.CompletedTask;
    }

    public Task ScheduleAsync(int key, DateTimeOffset due) => OnClientAsync(() =>
    {
        var text = Deliveries.TextOf(key);
        _jobs[key] = _client!.Schedule(() => HangfireReminder.Run(key, text), due);
        return true;
    });

    public Task<bool> CancelAsync(int key) => _jobs.TryGetValue(key, out var job)
        ? OnClientAsync(() => _client!.Delete(job, Hangfire.States.ScheduledState.StateName))
        : Task.FromResult(false);

    public async Task<long> CountPendingAsync()
    {
        await using var count = _store!.CreateCommand("select count(*) from hangfire.set where key = 'schedule'");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task<T> OnClientAsync<T>(Func<T> call)
    {
        await _clients.WaitAsync();
        try
        {
            return await Task.Run(call);
        }
        finally
        {
            _clients.Release();
        }
    }
}

/// <summary>Public, because Hangfire calls it by its name.</summary>
public static class HangfireReminder
{
    public static void Run(int key, string text) => Deliveries.Take(key, text);
}

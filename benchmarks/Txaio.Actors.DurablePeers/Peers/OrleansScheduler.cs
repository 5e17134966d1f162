using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Txaio.Actors.DurablePeers.Node;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>
/// Orleans Reminders with its ADO.NET store: a grain for each call, whose reminder ticks once. The members of the
/// cluster are kept by the first silo, which is not killed.
/// </summary>
internal sealed class OrleansScheduler : IDurableScheduler
{
    private IHost? _host;
    private IGrainFactory? _grains;
    private NpgsqlDataSource? _store;

    public async Task StartAsync(NodeOptions options)
    {
        _store = NpgsqlDataSource.Create(options.ConnectionString);
        await OrleansTables.CreateAsync(_store);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UseDevelopmentClustering(new IPEndPoint(IPAddress.Loopback, options.FirstPort))
            .Configure<ClusterOptions>(static cluster => cluster.ClusterId = cluster.ServiceId = "durable-peers")
            .ConfigureEndpoints(IPAddress.Loopback, options.Port, gatewayPort: 0)
            .Configure<ClusterMembershipOptions>(static membership =>
            {
                // A killed silo is found in about 3 s; the default takes 10 s and more.
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
            })
            .UseAdoNetReminderService(ado =>
            {
                ado.Invariant = "Npgsql";
                ado.ConnectionString = options.ConnectionString;
            }));
        _host = builder.Build();
        await _host.StartAsync();
        _grains = _host.Services.GetRequiredService<IGrainFactory>();
    }

    public Task ScheduleAsync(int key, DateTimeOffset due) =>
        _grains!.GetGrain<IReminderGrain>(key).ScheduleAsync(Deliveries.TextOf(key), due);

    public Task<bool> CancelAsync(int key) => _grains!.GetGrain<IReminderGrain>(key).CancelAsync();

    public async Task<long> CountPendingAsync()
    {
        await using var count = _store!.CreateCommand("select count(*) from OrleansRemindersTable");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}

/// <summary>Public, because the code that Orleans generates uses it.</summary>
public interface IReminderGrain : IGrainWithIntegerKey
{
    Task ScheduleAsync(string text, DateTimeOffset due);

    Task<bool> CancelAsync();
}

/// <summary>Public, because the code that Orleans generates uses it. A reminder has no field but its name.</summary>
public sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    // The shortest period that Orleans recommends; a shorter one is a warning in its log.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public async Task ScheduleAsync(string text, DateTimeOffset due)
    {
        var delay = due - DateTimeOffset.UtcNow;
        await this.RegisterOrUpdateReminder(text, delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Period);
    }

    public async Task<bool> CancelAsync()
    {
        if (await this.GetReminder(NameOf()) is not { } reminder)
            return false;
        await this.UnregisterReminder(reminder);
        return true;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Deliveries.Take((int)this.GetPrimaryKeyLong(), reminderName);
        await CancelAsync();
    }

    private string NameOf() => Deliveries.TextOf((int)this.GetPrimaryKeyLong());
}

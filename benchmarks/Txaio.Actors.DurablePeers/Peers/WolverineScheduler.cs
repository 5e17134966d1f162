using JasperFx.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Txaio.Actors.DurablePeers.Node;
using Wolverine;
using Wolverine.Persistence.Durability;
using Wolverine.Persistence.Durability.ScheduledMessageManagement;
using Wolverine.Postgresql;
using Wolverine.Runtime;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>
/// Wolverine's durable scheduled messages to a durable local queue: a row for each, inserts of concurrent callers in
/// one statement, and each node polls the table.
/// </summary>
internal sealed class WolverineScheduler : IDurableScheduler
{
    private IHost? _host;
    private IWolverineRuntime? _runtime;
    private NpgsqlDataSource? _store;

    public async Task StartAsync(NodeOptions options)
    {
        _store = NpgsqlDataSource.Create(options.ConnectionString);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseWolverine(wolverine =>
        {
            wolverine.ServiceName = "durable-peers";
            wolverine.UseRuntimeCompilation();
            wolverine.Discovery.DisableConventionalDiscovery().IncludeType(typeof(WolverineReminderHandler));
            wolverine.PersistMessagesWithPostgresql(options.ConnectionString);
            wolverine.LocalQueueFor<WolverineReminder>()
                .UseDurableInbox()
                .MaximumParallelMessages(32);
            wolverine.MetadataRules.Add(new IdByKey());

            // The defaults poll every 5 s and take 100 messages at a time, so that 20 messages a second fire.
            var durability = wolverine.Durability;
            durability.ScheduledJobPollingTime = TimeSpan.FromSeconds(1);
            durability.ScheduledJobFirstExecution = TimeSpan.FromMilliseconds(500);
            durability.RecoveryBatchSize = 5_000;
            durability.StoreIncomingBatchSize = 1_000;
            // A node that is killed is noticed sooner than by the defaults of 10 s and 60 s.
            durability.HealthCheckPollingTime = TimeSpan.FromSeconds(1);
            durability.FirstHealthCheckExecution = TimeSpan.FromSeconds(1);
            durability.StaleNodeTimeout = TimeSpan.FromSeconds(5);
            durability.CheckAssignmentPeriod = TimeSpan.FromSeconds(5);
            durability.NodeReassignmentPollingTime = TimeSpan.FromSeconds(1);
            durability.OrphanedMessageSweepPollingTime = TimeSpan.FromSeconds(1);
            durability.DurabilityMetricsEnabled = false;
        });
        builder.Services.AddResourceSetupOnStartup();
        _host = builder.Build();
        await _host.StartAsync();
        _runtime = _host.Services.GetRequiredService<IWolverineRuntime>();
    }

    public async Task ScheduleAsync(int key, DateTimeOffset due) =>
        await new MessageBus(_runtime!).ScheduleAsync(new WolverineReminder(key, Deliveries.TextOf(key)), due);

    // Wolverine does not say whether the message was there.
    public async Task<bool> CancelAsync(int key)
    {
        await _runtime!.Storage.ScheduledMessages.CancelAsync(
            new ScheduledMessageQuery { MessageIds = [IdOf(key)] }, CancellationToken.None);
        return true;
    }

    public async Task<long> CountPendingAsync()
    {
        await using var count = _store!.CreateCommand(
            "select count(*) from wolverine.wolverine_incoming_envelopes where status = 'Scheduled'");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static Guid IdOf(int key) => new(key, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);

    // Otherwise the id of a message, by which it is cancelled, would have to be read from the store.
    private sealed class IdByKey : IEnvelopeRule
    {
        public void Modify(Envelope envelope)
        {
            if (envelope.Message is WolverineReminder reminder)
                envelope.Id = IdOf(reminder.Key);
        }
    }
}

/// <summary>Public, because Wolverine's generated code uses it.</summary>
public sealed record WolverineReminder(int Key, string Text);

/// <summary>Public, because Wolverine's generated code uses it.</summary>
public static class WolverineReminderHandler
{
    public static void Handle(WolverineReminder reminder) => Deliveries.Take(reminder.Key, reminder.Text);
}

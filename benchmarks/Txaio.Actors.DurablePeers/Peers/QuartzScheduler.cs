using System.Globalization;
using Npgsql;
using Quartz;
using Txaio.Actors.DurablePeers.Node;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>Quartz.NET with its ADO store, clustered: one durable job, and a trigger for each call.</summary>
internal sealed class QuartzScheduler : IDurableScheduler
{
    private static readonly JobKey Job = new("reminder");

    private IScheduler? _scheduler;
    private NpgsqlDataSource? _store;

    public async Task StartAsync(NodeOptions options)
    {
        _store = NpgsqlDataSource.Create(options.ConnectionString);
        _scheduler = await QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "durable-peers";
                scheduler.InstanceId = $"node-{options.Number}-{Environment.ProcessId}";
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(1);
            });
            quartz.UseDefaultThreadPool(32);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(options.ConnectionString);
                store.ProvisionSchema();
                store.UseSystemTextJsonSerializer();
                store.ConfigureStore(static ado => ado.StoreJobDataAsStrings = true);
                // The default notices a killed node after 7.5 s and a misfire threshold of another 7.5 s.
                store.UseClustering(static cluster =>
                {
                    cluster.CheckinInterval = TimeSpan.FromSeconds(1);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(2);
                });
            });
        }).BuildScheduler();
        await _scheduler.AddJob(
            JobBuilder.Create<Reminder>().WithIdentity(Job).StoreDurably().RequestRecovery().Build(),
            new AddJobOptions { Replace = true });
        await _scheduler.Start();
    }

    public async Task ScheduleAsync(int key, DateTimeOffset due) => await _scheduler!.ScheduleJob(
        TriggerBuilder.Create()
            .WithIdentity(TriggerOf(key))
            .ForJob(Job)
            .StartAt(due)
            .UsingJobData("key", Name(key))
            .UsingJobData("text", Deliveries.TextOf(key))
            .Build());

    public async Task<bool> CancelAsync(int key) => await _scheduler!.UnscheduleJob(TriggerOf(key));

    public async Task<long> CountPendingAsync()
    {
        await using var count = _store!.CreateCommand("select count(*) from qrtz_triggers");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static TriggerKey TriggerOf(int key) => new(Name(key));

    private static string Name(int key) => key.ToString(CultureInfo.InvariantCulture);

    private sealed class Reminder : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            var data = context.MergedJobDataMap;
            Deliveries.Take(
                int.Parse(data.GetString("key")!, CultureInfo.InvariantCulture),
                data.GetString("text")!);
            return ValueTask.CompletedTask;
        }
    }
}

using Npgsql;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>
/// The table of Orleans' reminders and the statements that Orleans reads from its table of queries. The packages do not
/// have them; names of columns and parameters are Orleans' own.
/// </summary>
internal static class OrleansTables
{
    private const string Row = "GrainId, ReminderName, StartTime, Period, Version";
    private const string From = $"select {Row} from OrleansRemindersTable where ServiceId = @ServiceId";

    private static readonly (string Key, string Sql)[] Queries =
    [
        ("UpsertReminderRowKey", """
            insert into OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
            values (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
            on conflict (ServiceId, GrainId, ReminderName) do update set StartTime = excluded.StartTime,
            Period = excluded.Period, GrainHash = excluded.GrainHash, Version = OrleansRemindersTable.Version + 1
            returning Version
            """),
        ("ReadReminderRowsKey", $"{From} and GrainId = @GrainId"),
        ("ReadReminderRowKey", $"{From} and GrainId = @GrainId and ReminderName = @ReminderName"),
        ("ReadRangeRows1Key", $"{From} and GrainHash > @BeginHash and GrainHash <= @EndHash"),
        ("ReadRangeRows2Key", $"{From} and (GrainHash > @BeginHash or GrainHash <= @EndHash)"),
        ("DeleteReminderRowKey", """
            with deleted as (delete from OrleansRemindersTable where ServiceId = @ServiceId and GrainId = @GrainId
            and ReminderName = @ReminderName and Version = @Version returning 1)
            select count(*)::int from deleted
            """),
        ("DeleteReminderRowsKey", "delete from OrleansRemindersTable where ServiceId = @ServiceId"),
    ];

    /// <summary>Creates the tables where they are missing.</summary>
    public static async Task CreateAsync(NpgsqlDataSource store)
    {
        await using var connection = await store.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        // The lock lets one node create, while the others wait.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_advisory_xact_lock(1)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "create table if not exists OrleansQuery (QueryKey text primary key, QueryText text not null)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            create table if not exists OrleansRemindersTable (ServiceId varchar(150), GrainId varchar(150),
            ReminderName varchar(150), StartTime timestamptz(3) not null, Period bigint not null,
            GrainHash integer not null, Version integer not null, primary key (ServiceId, GrainId, ReminderName))
            """));
        foreach (var (key, sql) in Queries)
        {
            const string Insert = "insert into OrleansQuery values ($1, $2) on conflict do nothing";
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
            {
                Parameters = { new NpgsqlParameter { Value = key }, new NpgsqlParameter { Value = sql } },
            });
        }

        await batch.ExecuteNonQueryAsync();
    }
}

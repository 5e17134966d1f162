using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using Txaio.Actors.DurablePeers.Node;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>
/// The limit of the store: the same calls written by Npgsql alone, as rows of multi-row inserts. Delivers nothing.
/// </summary>
internal sealed class StoreAlone : IDurableScheduler
{
    private const int Writers = 4;
    private const int RowsOfAnInsert = 5_000;

    private readonly Channel<(int Key, DateTimeOffset Due, TaskCompletionSource Stored)> _waiting =
        Channel.CreateUnbounded<(int, DateTimeOffset, TaskCompletionSource)>();

    private NpgsqlDataSource? _store;

    public async Task StartAsync(NodeOptions options)
    {
        _store = NpgsqlDataSource.Create(options.ConnectionString);
        await using (var create = _store.CreateCommand(
            "create table if not exists calls (key text primary key, due timestamptz not null, text text not null)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        for (var i = 0; i < Writers; i++)
            _ = Task.Run(WriteAsync);
    }

    public Task ScheduleAsync(int key, DateTimeOffset due)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((key, due, stored));
        return stored.Task;
    }

    public async Task<bool> CancelAsync(int key)
    {
        await using var delete = _store!.CreateCommand("delete from calls where key = $1");
        delete.Parameters.Add(new NpgsqlParameter { Value = Deliveries.TextOf(key) });
        return await delete.ExecuteNonQueryAsync() == 1;
    }

    public async Task<long> CountPendingAsync()
    {
        await using var count = _store!.CreateCommand("select count(*) from calls");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task WriteAsync()
    {
        await using var connection = await _store!.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand(
            "insert into calls (key, due, text) select * from unnest($1, $2, $3)", connection);
        var keys = new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
        var dues = new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };
        var texts = new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
        foreach (var parameter in (NpgsqlParameter[])[keys, dues, texts])
            insert.Parameters.Add(parameter);
        keys.Value = texts.Value = Array.Empty<string>();
        dues.Value = Array.Empty<DateTime>();
        await insert.PrepareAsync();

        var batch = new List<(int Key, DateTimeOffset Due, TaskCompletionSource Stored)>(RowsOfAnInsert);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < RowsOfAnInsert && _waiting.Reader.TryRead(out var call))
                batch.Add(call);
            if (batch.Count == 0)
                continue;
            keys.Value = texts.Value = batch.Select(static call => Deliveries.TextOf(call.Key)).ToArray();
            dues.Value = batch.Select(static call => call.Due.UtcDateTime).ToArray();
            try
            {
                await insert.ExecuteNonQueryAsync();
                foreach (var (_, _, stored) in batch)
                    stored.SetResult();
            }
            catch (NpgsqlException e)
            {
                foreach (var (_, _, stored) in batch)
                    stored.SetException(e);
            }

            batch.Clear();
        }
    }
}

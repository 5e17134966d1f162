namespace Txaio.Actors.DurablePeers.Node;

/// <summary>
/// One scheduler of durable calls in one process, which is a node of its cluster. Each call has a key and a text of 32
/// characters, and becomes due once. A call that is delivered is reported to <see cref="Deliveries"/>. The scheduler
/// runs until the process ends.
/// </summary>
internal interface IDurableScheduler
{
    /// <summary>Starts the node. Completes when the node accepts calls.</summary>
    Task StartAsync(NodeOptions options);

    /// <summary>Schedules a call. Completes when the call is stored.</summary>
    /// <param name="key">The key; each key is scheduled once.</param>
    /// <param name="due">The earliest time of its delivery, in whole milliseconds.</param>
    Task ScheduleAsync(int key, DateTimeOffset due);

    /// <summary>Cancels one call. Completes when the call cannot come back.</summary>
    /// <returns>Whether the call was pending; true where the scheduler does not say.</returns>
    Task<bool> CancelAsync(int key);

    /// <summary>How many calls the store holds as pending.</summary>
    Task<long> CountPendingAsync();
}

/// <summary>The place of a node in its cluster.</summary>
/// <param name="ConnectionString">The database, which all nodes of the cluster share.</param>
/// <param name="Number">Zero for the first node, which the others join.</param>
/// <param name="Port">The node's own port on 127.0.0.1.</param>
/// <param name="FirstPort">The port of the first node.</param>
internal sealed record NodeOptions(string ConnectionString, int Number, int Port, int FirstPort);

using System.Globalization;
using Akka.Actor;
using Akka.Persistence;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// Reads from a journal or snapshot store of Akka.Persistence, whatever its plugin. Akka.Persistence's own health check
/// tells only the state of the plugin's circuit breaker.
/// </summary>
internal static class StoreQuestion
{
    // Nothing is stored under it. A stripe's id has the timer's name in it.
    private const string PersistenceId = "txaio-health";

    /// <summary>Reads the highest sequence number of an id that does not exist.</summary>
    public static async Task AskJournalAsync(ActorSystem system, string plugin, TimeSpan timeout)
    {
        var journal = Persistence.Instance.Apply(system).JournalFor(plugin);
        var reply = await AskAsync(
            journal, self => new ReplayMessages(0, 0, 0, PersistenceId, self), timeout);
        if (reply is ReplayMessagesFailure failure)
            throw failure.Cause;
    }

    /// <summary>Reads the snapshot of an id that does not exist.</summary>
    public static async Task AskSnapshotsAsync(ActorSystem system, string plugin, TimeSpan timeout)
    {
        var store = Persistence.Instance.Apply(system).SnapshotStoreFor(plugin);
        var reply = await AskAsync(
            store,
            static _ => new LoadSnapshot(PersistenceId, SnapshotSelectionCriteria.Latest, long.MaxValue),
            timeout);
        if (reply is LoadSnapshotFailed failure)
            throw failure.Cause;
    }

    private static async Task<object> AskAsync(IActorRef plugin, Func<IActorRef, object> question, TimeSpan timeout)
    {
        try
        {
            return await plugin.Ask<object>(question, timeout, CancellationToken.None);
        }
        catch (AskTimeoutException e)
        {
            throw new TimeoutException(
                string.Create(CultureInfo.InvariantCulture, $"no reply within {timeout.TotalSeconds} s"), e);
        }
    }
}

using System.Collections.Immutable;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Txaio.Actors.Cluster.Tests.Starting;

/// <summary>A journal in memory that refuses each write, as on a full disk, until the test mends it.</summary>
public sealed class FailingJournal : MemoryJournal
{
    public const string Config =
        """
        failing-journal {
          class = "Txaio.Actors.Cluster.Tests.Starting.FailingJournal, Txaio.Actors.Cluster.Tests"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          circuit-breaker.max-failures = 2147483647
        }

        """;

    private static int _recoveries;
    private static volatile bool _isMended;

    /// <summary>How often a stripe has recovered.</summary>
    public static int Recoveries => Volatile.Read(ref _recoveries);

    /// <summary>Lets writes succeed from now on.</summary>
    public static void Mend() => _isMended = true;

    // Each recovery begins with it.
    public override Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _recoveries);
        return base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr, cancellationToken);
    }

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken) => _isMended
        ? base.WriteMessagesAsync(messages, cancellationToken)
        : Task.FromException<IImmutableList<Exception>>(new IOException("disk full"));
}

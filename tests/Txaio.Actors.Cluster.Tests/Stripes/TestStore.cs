using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.TestKit;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>The stores of Akka.Persistence.TestKit: the test decides when a write ends, and how.</summary>
internal sealed class TestStore : IJournalInterceptor, ISnapshotStoreInterceptor
{
    public const string Config =
        """
        # The messages that set interceptors cannot be serialized.
        akka.actor.serialize-messages = off
        akka.persistence {
          journal {
            plugin = "akka.persistence.journal.test"
            test {
              class = "Akka.Persistence.TestKit.TestJournal, Akka.Persistence.TestKit"
              plugin-dispatcher = "akka.actor.default-dispatcher"
            }
          }
          snapshot-store {
            plugin = "akka.persistence.snapshot-store.test"
            test {
              class = "Akka.Persistence.TestKit.TestSnapshotStore, Akka.Persistence.TestKit"
              plugin-dispatcher = "akka.actor.default-dispatcher"
            }
          }
        }
        """;

    private readonly VirtualTime _time;
    private readonly IActorRef _journal;

    // Completed when writes may go on. The journal's thread reads it, the test replaces it between writes.
    private volatile TaskCompletionSource _gate = Open();
    private volatile TaskCompletionSource _recoveryGate = Open();

    public TestStore(ActorSystem system, VirtualTime time)
    {
        _time = time;
        var persistence = Persistence.Instance.Apply(system);
        _journal = persistence.JournalFor(null);
        time.WaitFor(_journal.Ask(new TestJournal.UseWriteInterceptor(this)));
        time.WaitFor(_journal.Ask(new TestJournal.UseRecoveryInterceptor(new Recoveries(this))));
        time.WaitFor(persistence.SnapshotStoreFor(null).Ask(new TestSnapshotStore.UseSaveInterceptor(this)));
        time.WaitFor(persistence.SnapshotStoreFor(null).Ask(
            new TestSnapshotStore.UseDeleteInterceptor(new Deletions(this))));
    }

    /// <summary>How many events were to be written.</summary>
    public int Writes { get; private set; }

    /// <summary>How many snapshots were to be saved.</summary>
    public int Saves { get; private set; }

    /// <summary>Thrown in place of the next writes; null if they succeed.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Thrown in place of the next snapshots; null if they are saved.</summary>
    public Exception? SaveFailure { get; set; }

    /// <summary>How often snapshots were to be deleted.</summary>
    public int SnapshotDeletions { get; private set; }

    /// <summary>Thrown in place of the next deletions of snapshots; null if they succeed.</summary>
    public Exception? DeleteFailure { get; set; }

    /// <summary>Lets writes wait until <see cref="LetGo"/>.</summary>
    public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the writes that wait go on, and waits until the journal has replied to the stripe.</summary>
    public void LetGo(Task reply)
    {
        _gate.SetResult();
        _time.WaitFor(reply);
        _time.RunUntilIdle();
    }

    /// <summary>Thrown in place of the next recoveries' events; null if they succeed.</summary>
    public Exception? RecoveryFailure { get; set; }

    /// <summary>Lets recoveries wait at their first event until <see cref="LetRecoveriesGo"/>.</summary>
    public void HoldRecoveries() =>
        _recoveryGate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the recoveries that wait go on.</summary>
    public void LetRecoveriesGo() => _recoveryGate.SetResult();

    /// <summary>The numbers of the events that the journal holds.</summary>
    public IReadOnlyList<long> EventsOf(string persistenceId, ActorSystem system)
    {
        var numbers = new List<long>();
        var replay = new TaskCompletionSource();
        var reader = system.ActorOf(Props.Create(() => new Reader(numbers, replay)));
        _journal.Tell(new ReplayMessages(1, long.MaxValue, long.MaxValue, persistenceId, reader));
        _time.WaitFor(replay.Task);
        return numbers;
    }

    async Task IJournalInterceptor.InterceptAsync(IPersistentRepresentation message)
    {
        Writes++;
        await _gate.Task.ConfigureAwait(false);
        if (Failure is { } failure)
            throw failure;
    }

    Task ISnapshotStoreInterceptor.InterceptAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        Saves++;
        return SaveFailure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    private sealed class Recoveries(TestStore store) : IJournalInterceptor
    {
        public async Task InterceptAsync(IPersistentRepresentation message)
        {
            await store._recoveryGate.Task.ConfigureAwait(false);
            if (store.RecoveryFailure is { } failure)
                throw failure;
        }
    }

    private sealed class Deletions(TestStore store) : ISnapshotStoreInterceptor
    {
        public Task InterceptAsync(string persistenceId, SnapshotSelectionCriteria criteria)
        {
            store.SnapshotDeletions++;
            return store.DeleteFailure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
        }
    }

    private static TaskCompletionSource Open()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    private sealed class Reader(List<long> numbers, TaskCompletionSource replay) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is ReplayedMessage replayed)
                numbers.Add(replayed.Persistent.SequenceNr);
            else
                replay.TrySetResult();
        }
    }
}

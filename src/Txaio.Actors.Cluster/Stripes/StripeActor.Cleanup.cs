using Akka.Event;
using Akka.Persistence;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Cluster.Serialization;

namespace Txaio.Actors.Cluster.Stripes;

/// <content>Snapshots, and the deletion of what they hold. Failures are logged, and tried again later.</content>
internal sealed partial class StripeActor
{
    private long _changesAtSave;

    private bool ReceiveFromStore(object message)
    {
        var now = _clock.MonotonicClock;
        switch (message)
        {
            case SaveSnapshotSuccess saved:
                _cleanup.Saved(saved.Metadata.SequenceNr, _cleanup.Changes - _changesAtSave, now);
                DeleteIfDue();
                SetTimer();
                return true;
            case SaveSnapshotFailure failed:
                _cleanup.SaveFailed(now);
                LogStore("save its snapshot", failed.Cause);
                return true;
            case DeleteMessagesFailure failed:
                _cleanup.DeletionFailed(failed.ToSequenceNr, now);
                LogStore("delete stored events", failed.Cause);
                SetTimer();
                return true;
            case DeleteSnapshotsFailure failed:
                _cleanup.SnapshotDeletionFailed(failed.Criteria.MaxSequenceNr + 1, now);
                LogStore("delete old snapshots", failed.Cause);
                SetTimer();
                return true;
            case DeleteMessagesSuccess or DeleteSnapshotsSuccess:
                return true;
            default:
                return false;
        }
    }

    // To be called when no write is in progress and none of the waiting changes has been applied: then the calls are
    // exactly those of the events up to LastSequenceNr.
    private void SaveIfNeeded()
    {
        if (!_cleanup.TrySave(_calls.Count, _clock.MonotonicClock))
            return;
        _changesAtSave = _cleanup.Changes;
        _batches.ForgetSilent(Now);
        SaveSnapshot(StripeRecord.Of(_calls.All(), _batches.All));
    }

    private void DeleteIfDue()
    {
        var now = _clock.MonotonicClock;
        if (_cleanup.TakeDeletion(now) is { } last)
            DeleteMessages(last);
        if (_cleanup.TakeSnapshotDeletion(now) is { } below)
            DeleteSnapshots(new SnapshotSelectionCriteria(below - 1));
    }

    private void LogStore(string action, Exception cause) => Log.Warning(
        "{0} could not {1}, and will try again: {2}", PersistenceId, action, BoundedLog.OneLine(cause.Message));
}

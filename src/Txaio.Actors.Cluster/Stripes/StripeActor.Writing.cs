using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Cluster.Serialization.Wire;
using DurableCallDone = Txaio.Actors.Cluster.Messages.DurableCallDone;
using StripeBatch = Txaio.Actors.Cluster.Protocol.StripeBatch;
using StripeBatchFailed = Txaio.Actors.Cluster.Protocol.StripeBatchFailed;
using StripeBatchStored = Txaio.Actors.Cluster.Protocol.StripeBatchStored;
using StripeStops = Txaio.Actors.Cluster.Protocol.StripeStops;

namespace Txaio.Actors.Cluster.Stripes;

/// <content>Changes, from their arrival to the reply after the write.</content>
internal sealed partial class StripeActor
{
    private readonly Queue<WaitingBatch> _waiting = new();
    private readonly Dictionary<string, WaitingBatch> _open = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, long Due)> _done = new();

    // The calls in the queue. Targets may acknowledge a call any number of times while a write takes long.
    private readonly HashSet<(string Key, long Due)> _doneCalls = [];
    private StripeWrite? _write;
    private int _waitingChanges;
    private long _waitingBytes;

    /// <inheritdoc/>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Fail(cause.Message);

    /// <inheritdoc/>
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Fail(cause.Message);

    private void Receive(StripeBatch batch)
    {
        if (CallLimits.Refusal(batch, _stripe, _settings) is { } reason)
        {
            Refuse(batch, reason);
            return;
        }

        if (_open.TryGetValue(batch.Client, out var open) && batch.Number <= open.Batch.Number)
        {
            // A copy. The reply to the last one goes out after the write; older ones were answered.
            if (batch.Number == open.Batch.Number)
                open.ReplyTo = Sender;
            return;
        }

        if (_batches.LastOf(batch.Client) is { } last && batch.Number <= last.Number)
        {
            if (batch.Number == last.Number)
                Sender.Tell(Stored(batch, last));
            return;
        }

        var waiting = new WaitingBatch(batch, Now, Sender);
        if (CapacityRefusal(waiting) is { } full)
            Refuse(batch, full);
        else
            Queue(waiting);
    }

    private void Receive(DurableCallDone done)
    {
        if (!CallLimits.IsText(done.Key, CallLimits.Key))
            return;
        var due = done.Due.ToUnixTimeMilliseconds();
        if (!_calls.HasDue(done.Key, due))
            return;
        _unacknowledged.Remove(done.Key);
        _calls.Disarm(done.Key);
        AddDone(done.Key, due);
        Proceed();
    }

    private void AddDone(string key, long due)
    {
        if (_doneCalls.Add((key, due)))
            _done.Enqueue((key, due));
    }

    private void Refuse(StripeBatch batch, string reason)
    {
        _refusals.Warning($"{PersistenceId} refused a batch: {reason}");
        Sender.Tell(Failed(batch, BoundedLog.OneLine(reason)));
    }

    private string? CapacityRefusal(WaitingBatch waiting)
    {
        var batch = waiting.Batch;
        if (_waitingChanges + batch.Changes.Count > _settings.MaxWaiting)
            return $"{_waitingChanges} changes wait for the store; at most {_settings.MaxWaiting} may";
        if (_waiting.Count > 0 && _waitingBytes + waiting.Bytes > _settings.MaxWaitingBytes)
            return $"{_waitingBytes} bytes of messages wait for the store; at most {_settings.MaxWaitingBytes} may";
        var schedules = batch.Changes.Count(static change => change.KindCase == Change.KindOneofCase.Schedule);
        if (schedules > 0 && _calls.Count + _waitingChanges + schedules > _settings.MaxPending)
            return $"{_calls.Count} calls are pending; at most {_settings.MaxPending} may be";
        return _batches.HasRoomFor(batch.Client, _open.Count, Now)
            ? null
            : $"{_settings.MaxClients} other clients sent batches within {_settings.ClientMemory}";
    }

    private void Queue(WaitingBatch waiting)
    {
        _open[waiting.Batch.Client] = waiting;
        _waiting.Enqueue(waiting);
        _waitingChanges += waiting.Batch.Changes.Count;
        _waitingBytes += waiting.Bytes;
        StopDeliveries(waiting);
        Proceed();
    }

    // Neither a cancelled nor a replaced call is delivered from now on.
    private void StopDeliveries(WaitingBatch waiting)
    {
        foreach (var change in waiting.Batch.Changes)
        {
            var key = change.KindCase == Change.KindOneofCase.Schedule ? change.Schedule.Key : change.Cancel;
            // A call that is being delivered is among the calls.
            if (_calls.Disarm(key))
                _unacknowledged.Remove(key);
        }
    }

    private void WriteNext()
    {
        if (_write is not null || !HasToWrite())
            return;
        _write = new StripeWrite(_calls, _settings);
        while (_write.DoneCount < _settings.MaxChanges && _done.TryDequeue(out var done))
        {
            _doneCalls.Remove(done);
            _write.Done(done.Key, done.Due);
        }

        while (_waiting.TryPeek(out var next) && _write.HasRoomFor(next))
        {
            _write.Add(_waiting.Dequeue());
            _waitingChanges -= next.Batch.Changes.Count;
            _waitingBytes -= next.Bytes;
        }

        _fence.WriteStarts();
        PersistAsync(_write.ToEvent(), _ => Written());
    }

    private bool HasToWrite() =>
        _waiting.Count > 0 || _done.Count > 0 || _hasToProve || _fence.TimeToWrite <= TimeSpan.Zero;

    private void Written()
    {
        if (!_fence.WriteEnded())
        {
            Fail($"a write ended more than {_settings.FencePeriod} after the one before began");
            return;
        }

        var write = _write!;
        _write = null;
        // The replies go first: clients make their next batches while the rest is done here.
        foreach (var (waiting, stored) in write.Batches)
        {
            _batches.Keep(stored);
            if (ReferenceEquals(_open[stored.Client], waiting))
                _open.Remove(stored.Client);
            waiting.ReplyTo.Tell(Stored(waiting.Batch, stored));
        }

        // The calls are still those of this event.
        foreach (var (to, key) in write.Lookups)
            to.Tell(Found(key));
        foreach (var key in write.ScheduledKeys)
            _calls.Arm(key);
        if (write.Count > 0)
            _settings.Telemetry?.Wrote(write.Count);
        _cleanup.Count(write.Count);
        SaveIfNeeded();
        foreach (var waiting in _waiting)
            StopDeliveries(waiting);
        Proceed();
    }

    private StripeBatchStored Stored(StripeBatch batch, ClientBatch stored) =>
        new(_stripe, batch.Client, batch.Number, StoredBatches.Results(batch.Changes, stored, _settings), Now);

    private static StripeBatchFailed Failed(StripeBatch batch, string reason) =>
        new(batch.Stripe, batch.Client, batch.Number, reason);

    // A change that is told to have failed may be stored all the same.
    private void Fail(string cause)
    {
        var reason = BoundedLog.OneLine($"the store failed: {cause}");
        Log.Error("{0} stops and will recover: {1}", PersistenceId, reason);
        // The supervisor keeps what arrives from now on for the next incarnation.
        Context.Parent.Tell(StripeStops.Of(reason), Self);
        var batches = (_write?.Batches.Select(static batch => batch.Waiting) ?? []).Concat(_waiting);
        foreach (var waiting in batches)
            waiting.ReplyTo.Tell(Failed(waiting.Batch, reason));
        foreach (var (to, _) in _write?.Lookups ?? [])
            to.Tell(new Status.Failure(new InvalidOperationException(reason)));
        Context.Stop(Self);
    }
}

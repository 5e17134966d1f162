using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Txaio.Actors.Cluster.Deliveries;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// A share of a durable timer's calls: stores their changes as events, delivers them when they are due, and stores that
/// they are done.
/// </summary>
/// <remarks>
/// <para>One event is written at a time. Batches and acknowledgements that arrive meanwhile are the next event. Replies
/// go out after the write. If a write fails, the stripe tells the waiting clients, throws its calls away and stops; its
/// supervisor starts it again, and then it recovers.</para>
/// <para>A call is delivered only when it is stored. A batch that cancels or replaces a call stops its deliveries when
/// it arrives.</para>
/// </remarks>
internal sealed partial class StripeActor : UntypedPersistentActor, IWithTimers, IServedByAkka
{
    private readonly StripeSettings _settings;
    private readonly int _stripe;
    private readonly StripeCalls _calls = new();
    private readonly StoredBatches _batches;
    private readonly UnacknowledgedCalls _unacknowledged;
    private readonly Cleanup _cleanup;
    private readonly Fence _fence;
    private readonly CallTargets _targets;
    private readonly CallPayload _payloads;
    private readonly BoundedLog _refusals;

    // Akka keeps what arrives during the recovery, and drops it when the stripe stops.
    private readonly List<(IActorRef Sender, object Message)> _waitingForRecovery = [];

    public StripeActor(StripeSettings settings, int stripe)
    {
        (_settings, _stripe) = (settings, stripe);
        PersistenceId = $"txaio-timer-{settings.Timer}-{stripe}";
        JournalPluginId = settings.JournalPluginId;
        SnapshotPluginId = settings.SnapshotPluginId;
        var system = (ExtendedActorSystem)Context.System;
        var backoff = new Backoff(settings.MinBackoff, settings.MaxBackoff, Random.Shared.NextDouble);
        _unacknowledged = new UnacknowledgedCalls(settings.Window, backoff, settings.MaxAttempts);
        _batches = new StoredBatches(settings);
        _cleanup = new Cleanup(settings);
        _fence = new Fence(settings.FencePeriod, settings.DeliveryPeriod, system.Scheduler);
        _targets = new CallTargets(system);
        _payloads = new CallPayload(system);
        _clock = system.Scheduler;
        _refusals = new BoundedLog(Log, () => _clock.MonotonicClock);
        _failedAttempts = new BoundedLog(Log, () => _clock.MonotonicClock);
        _givenUp = new BoundedLog(Log, () => _clock.MonotonicClock);
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The actor of a stripe.</summary>
    public static Props Props(StripeSettings settings, int stripe) =>
        Akka.Actor.Props.CreateBy(new Producer(settings, stripe));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(NodeLost));
        base.PreStart();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _settings.Telemetry?.Stopped(_stripe);
        base.PostStop();
    }

    /// <inheritdoc/>
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case StripeBatch batch:
                Receive(batch);
                break;
            case DurableCallDone done:
                Receive(done);
                break;
            case Wake:
                Woken();
                break;
            case WakeStripe:
                break;
            case HandOver:
                _isLeaving = true;
                Proceed();
                break;
            case NodeLost loss:
                HurryAfter(loss);
                break;
            case RegionIsSettled settled:
                Hurry(settled.Region);
                break;
            case FindCall find:
                Reply(find);
                break;
            case GetStripeState:
                Sender.Tell(new StripeState(
                    _stripe, _calls.Count, _unacknowledged.Count, _unacknowledged.EarliestDue ?? _calls.NextDue ?? 0));
                break;
            default:
                if (!ReceiveFromStore(message))
                    Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: StripeRecord all }:
                Recover(all);
                break;
            case StripeRecord changes:
                _cleanup.Count(Recover(changes));
                break;
            case RecoveryCompleted:
                Recovered();
                break;
            default:
                var kind = message is SnapshotOffer ? "a snapshot" : "an event";
                throw new InvalidDataException($"{PersistenceId} has {kind} that this version cannot read.");
        }
    }

    /// <inheritdoc/>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (!SignedMessages.MayHandle(message, Context))
            return true;
        if (IsRecovering && message is IStripeMessage or DurableCallDone && !MayWaitForRecovery(message))
            return true;
        return base.AroundReceive(receive, message);
    }

    // Copies of requests arrive as long as the store is slow. The senders of what is dropped here send again.
    private bool MayWaitForRecovery(object message)
    {
        if (message is WakeStripe || _waitingForRecovery.Count >= _settings.MaxWaitingForRecovery)
            return false;
        _waitingForRecovery.Add((Sender, message));
        return true;
    }

    /// <inheritdoc/>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        var line = BoundedLog.OneLine($"the stripe cannot recover from its store: {reason.Message}");
        Log.Error("{0} stops and will try again: {1}", PersistenceId, line);
        Context.Parent.Tell(StripeStops.Of(line), Self);
        foreach (var (sender, waiting) in _waitingForRecovery)
        {
            if (waiting is IStripeMessage request)
                sender.Tell(StripeRefusal.Of(request, line));
        }
    }

    // Returns the number of changes.
    private int Recover(StripeRecord record)
    {
        var changes = 0;
        record.Read(
            call =>
            {
                _calls.Restore(call);
                changes++;
            },
            _batches.Keep,
            key =>
            {
                _calls.Remove(key);
                changes++;
            },
            done =>
            {
                _calls.Remove(done.Key, done.Due);
                changes++;
            });
        return changes;
    }

    private void Recovered()
    {
        _waitingForRecovery.Clear();
        if (_settings.Missed == MissedCalls.Drop)
            DropMissed();
        Proceed();
    }

    // The calls that have been due for more than a bucket. A call that was delivered but not done is among them.
    private void DropMissed()
    {
        var last = Now - (long)_settings.Bucket.TotalMilliseconds - 1;
        while (_calls.TryTakeDue(last, out var key, out var due))
            AddDone(key, due);
        if (_done.Count > 0)
            Log.Warning("{0} drops {1} calls that fell due while it did not run", PersistenceId, _done.Count);
    }

    private void Reply(FindCall find)
    {
        if (!CallLimits.IsText(find.Key, CallLimits.Key))
        {
            _refusals.Warning($"{PersistenceId} was asked for a key of {find.Key?.Length ?? 0} characters");
            return;
        }

        if (_write is null)
            Sender.Tell(Found(find.Key));
        else if (_write.Lookups.Count < _settings.MaxLookups)
            _write.Add(Sender, find.Key);
        else
            Sender.Tell(new Status.Failure(new InvalidOperationException(
                $"{_settings.MaxLookups} look-ups wait for the store; no more may")));
    }

    private FoundCall Found(string key) => new(key, _calls.TryGet(key, out var call) ? call : null);

    private sealed class Producer(StripeSettings settings, int stripe) : IIndirectActorProducer
    {
        public Type ActorType => typeof(StripeActor);

        public ActorBase Produce() => new StripeActor(settings, stripe);

        public void Release(ActorBase actor)
        {
        }
    }

    /// <summary>The stripe's message to itself at the next time at which it has something to do.</summary>
    private sealed class Wake : OwnMessage
    {
        public static readonly Wake Instance = Sign(new Wake());
    }
}

using Akka.Actor;
using Txaio.Actors.Cluster.Deliveries;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Guarding;
using StoredCall = Txaio.Actors.Cluster.Serialization.Wire.StoredCall;

namespace Txaio.Actors.Cluster.Stripes;

/// <content>Deliveries, and the one timer of the stripe.</content>
internal sealed partial class StripeActor
{
    // The time of day can be set: then the stripe looks again after at most this time.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    // A timer that is due at once would not let the clock go on.
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond / 10);

    private readonly IScheduler _clock;
    private readonly BoundedLog _failedAttempts;
    private readonly BoundedLog _givenUp;
    private readonly HashSet<string> _regions = new(StringComparer.Ordinal);
    private TimeSpan? _wakeAt;
    private bool _isLeaving;

    // Whether calls are due that may be delivered only after a write.
    private bool _hasToProve;

    private long Now => _clock.Now.ToUnixTimeMilliseconds();

    private void Woken()
    {
        _wakeAt = null;
        DeleteIfDue();
        Proceed();
    }

    /// <summary>Delivers and writes what there is to deliver and to write, and sets the timer for the rest.</summary>
    private void Proceed()
    {
        if (_isLeaving)
        {
            WriteNext();
            if (_write is null)
                Context.Stop(Self);
            return;
        }

        DeliverDue();
        WriteNext();
        SetTimer();
        _settings.Telemetry?.SetStripe(_stripe, _calls.Count, _unacknowledged.Count, _calls.NextDue);
    }

    private void DeliverDue()
    {
        var (now, monotonic) = (Now, _clock.MonotonicClock);
        _hasToProve = !_fence.MayDeliver && IsDeliveryDue(now, monotonic);
        if (_hasToProve)
            return;
        while (_unacknowledged.TryTakeNext(monotonic, out var again))
            DeliverAgain(again);
        while (_unacknowledged.HasRoom && _calls.TryTakeDue(now, out var key, out var due))
            Deliver(_unacknowledged.Start(key, due, monotonic));
    }

    private bool IsDeliveryDue(long now, TimeSpan monotonic) =>
        _unacknowledged.NextTime <= monotonic || (_unacknowledged.HasRoom && _calls.NextDue <= now);

    // Deliveries of the last seconds may have gone to the lost node.
    private void HurryAfter(NodeLost loss)
    {
        foreach (var region in _unacknowledged.Regions)
        {
            var settled = OwnMessage.Sign(new RegionIsSettled(region));
            RegionAfterLoss.Start(Context, _targets.RegionOf(region), loss.Address, settled);
        }
    }

    private void Hurry(string region)
    {
        _unacknowledged.Hurry(region, _clock.MonotonicClock);
        Proceed();
    }

    private void DeliverAgain(Delivery delivery)
    {
        if (delivery.IsOver)
            GiveUp(delivery);
        else
            Deliver(delivery);
    }

    private void Deliver(Delivery delivery)
    {
        if (!_calls.TryGet(delivery.Key, out var call))
            throw new InvalidOperationException("A call that is being delivered is stored.");
        try
        {
            var message = new DurableCallDue(
                _settings.Timer,
                call.Key,
                DateTimeOffset.FromUnixTimeMilliseconds(call.Due),
                delivery.Attempt,
                _payloads.Read(call.Message));
            _targets.Tell(call.Target, message, Self);
            delivery.Region = call.Target.Shard is { } shard ? RegionNamed(shard.Type) : null;
            if (delivery.Attempt == 1)
                _settings.Telemetry?.Delivered(TimeSpan.FromMilliseconds(Now - call.Due));
            else
                _settings.Telemetry?.Retried();
        }
        catch (Exception e)
        {
            // Serializers and refs of users throw anything. The call is delivered again later.
            _unacknowledged.AttemptFailed(delivery);
            _failedAttempts.Warning(
                $"{PersistenceId} could not deliver a call to {NameOf(call)}: {e.GetType().Name}: {e.Message}");
        }
    }

    private void GiveUp(Delivery delivery)
    {
        if (!_calls.TryGet(delivery.Key, out var call))
            throw new InvalidOperationException("A call that is being delivered is stored.");
        AddDone(delivery.Key, delivery.Due);
        _settings.Telemetry?.GivenUp();
        try
        {
            var due = DateTimeOffset.FromUnixTimeMilliseconds(call.Due);
            var message = ReadOrNull(call);
            var target = CallTargets.Public(call.Target);
            Context.System.EventStream.Publish(
                new DurableCallGivenUp(_settings.Timer, call.Key, due, delivery.Attempt, target, message));
            if (message is not null)
            {
                Context.System.DeadLetters.Tell(
                    new DurableCallDue(_settings.Timer, call.Key, due, delivery.Attempt, message), Self);
            }
        }
        catch (Exception e)
        {
            // A subscriber that throws.
            _givenUp.Warning(
                $"{PersistenceId} gave up a call to {NameOf(call)}, and could not report it: {e.Message}");
        }
    }

    private object? ReadOrNull(StoredCall call)
    {
        try
        {
            return _payloads.Read(call.Message);
        }
        catch (Exception e)
        {
            _givenUp.Warning(
                $"{PersistenceId} gave up a call to {NameOf(call)}, whose message cannot be read: "
                + $"{e.GetType().Name}: {e.Message}");
            return null;
        }
    }

    // One string for all deliveries to a region.
    private string RegionNamed(string type)
    {
        if (_regions.TryGetValue(type, out var known))
            return known;
        _regions.Add(type);
        return type;
    }

    private static string NameOf(StoredCall call) => CallTargets.NameOf(call.Target);

    private void SetTimer()
    {
        var now = _clock.MonotonicClock;
        var sleep = Earliest(LongestSleep, _fence.TimeToWrite);
        // Calls that wait for a write are delivered after it.
        if (!_hasToProve && _unacknowledged.NextTime is { } retry)
            sleep = Earliest(sleep, retry - now);
        if (!_hasToProve && _unacknowledged.HasRoom && _calls.NextDue is { } due)
            sleep = Earliest(sleep, DateTimeOffset.FromUnixTimeMilliseconds(due) - _clock.Now);
        if (_cleanup.NextDeletion is { } deletion)
            sleep = Earliest(sleep, deletion - now);
        if (sleep < ShortestSleep)
            sleep = ShortestSleep;
        if (_wakeAt is { } set && set <= now + sleep)
            return;
        _wakeAt = now + sleep;
        Timers.StartSingleTimer(nameof(Wake), Wake.Instance, sleep);
    }

    private sealed class RegionIsSettled(string region) : OwnMessage
    {
        public string Region { get; } = region;
    }

    private static TimeSpan Earliest(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

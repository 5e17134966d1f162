using Akka.Actor;
using Txaio.Actors.Cluster.Failover;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>
/// Sends the changes of this node to one stripe, batch by batch. A batch is sent again until the stripe replies, after a
/// pause or when a node is lost; changes that arrive meanwhile are the next batch.
/// </summary>
internal sealed class StripeClient : SignedActor
{
    // A callback that blocks the default loop holds up a batch for so long.
    private static readonly TimeSpan MostGrouping = TimeSpan.FromMilliseconds(10);

    private readonly StripeClientSettings _settings;
    private readonly int _stripe;
    private readonly IActorRef _stripes;
    private readonly ChangeQueue _queue;
    private readonly List<Question> _questions = [];

    // Another instance of this actor counts from 1 again, so it is another client.
    private readonly string _client = Guid.NewGuid().ToString("N");

    private StripeBatch? _batch;
    private long _number;
    private DateTimeOffset _sentAt;
    private TimeSpan _resendAt;
    private bool _isFlushing;
    private TimeSpan _flushAt;
    private TimeSpan _wakeAt;
    private ICancelable? _wake;

    /// <summary>Creates the client of a stripe.</summary>
    /// <param name="settings">What the timer's clients share.</param>
    /// <param name="stripe">The stripe.</param>
    /// <param name="stripes">Takes messages to all stripes: a shard region, or the local stripes.</param>
    public StripeClient(StripeClientSettings settings, int stripe, IActorRef stripes)
    {
        _settings = settings;
        _stripe = stripe;
        _stripes = stripes;
        _queue = new ChangeQueue(settings.MostChanges, settings.MostBytes);
    }

    private static IScheduler Scheduler => Context.System.Scheduler;

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(NodeLost));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PendingChange change:
                _queue.Add(change);
                FlushSoon();
                break;
            case Flush:
                SendNext();
                break;
            case StripeBatchStored stored when IsOpen(stored.Client, stored.Number):
                Complete(stored);
                break;
            case StripeBatchFailed failed when IsOpen(failed.Client, failed.Number):
                Fail(failed.Reason);
                break;
            case StripeBatchStored or StripeBatchFailed:
                // The reply to a copy of a batch whose first reply has arrived, or to an earlier instance.
                break;
            case NodeLost loss:
                if (_batch is not null)
                {
                    var resend = OwnMessage.Sign(new Resend(_batch.Number));
                    RegionAfterLoss.Start(Context, _stripes, loss.Address, resend);
                }

                break;
            case Resend again:
                if (again.Number == _batch?.Number)
                    Send(Scheduler.MonotonicClock);
                break;
            case Question question:
                question.Position = _queue.LastPosition;
                _questions.Add(question);
                AskReady();
                break;
            case Wake:
                _wake = null;
                LookAtTime();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PreRestart(Exception reason, object message) => FailAll(reason);

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        FailAll(new DurableTimerException(
            _settings.Timer, $"Durable timer '{_settings.Timer}' has ended on this node: the call may be stored."));
    }

    private bool IsOpen(string client, long number) => number == _batch?.Number && client == _client;

    // The message to itself stands behind the changes that are in the mailbox already, so one batch takes them all.
    private void FlushSoon()
    {
        if (_batch is not null || _isFlushing)
            return;
        ExpectFlush();
        Self.Tell(Flush.Instance);
    }

    // Callers that make one change after the other make the next when they learn that the last one is stored. They come
    // first: one batch with their changes costs little more than one without.
    private void FlushAfterCallers()
    {
        ExpectFlush();
        var self = Self;
        _settings.AfterCallers(() => self.Tell(Flush.Instance));
    }

    private void ExpectFlush() => (_isFlushing, _flushAt) = (true, Scheduler.MonotonicClock + MostGrouping);

    private void SendNext()
    {
        _isFlushing = false;
        if (_batch is not null || !_queue.IsWaiting)
            return;
        var now = Scheduler.MonotonicClock;
        _batch = new StripeBatch(_stripe, _client, ++_number, _queue.Take(now));
        _sentAt = Scheduler.Now;
        Send(now);
    }

    private void Send(TimeSpan now)
    {
        _resendAt = now + _settings.Resend;
        _stripes.Tell(_batch, Self);
        WakeLater(now);
    }

    private void Complete(StripeBatchStored stored)
    {
        if (stored.Results.Count != _batch!.Changes.Count)
        {
            Fail($"the reply has {stored.Results.Count} results for {_batch.Changes.Count} changes");
            return;
        }

        if (!WireTime.IsTime(stored.Clock) || !stored.Results.All(WireTime.IsTime))
        {
            Fail("the reply has a number that is no time");
            return;
        }

        _settings.Skew.Measure(_sentAt, WireTime.Of(stored.Clock), Scheduler.Now);
        var sent = TakeSent();
        // A full batch gains nothing by waiting, and the store writes it while the callers have their turn.
        var isFull = _queue.IsFull;
        if (isFull)
            SendNext();
        for (var i = 0; i < sent.Count; i++)
        {
            if (!sent[i].IsAnswered)
                sent[i].Store(stored.Results[i]);
        }

        if (!isFull)
            FlushAfterCallers();
        AskReady();
    }

    private void Fail(string reason)
    {
        var cause = new DurableTimerException(
            _settings.Timer,
            $"Durable timer '{_settings.Timer}' could not store the change in stripe {_stripe}: {reason}. "
            + "It may be stored all the same.");
        foreach (var change in TakeSent().Where(static change => !change.IsAnswered))
            change.Fail(cause);
        SendNext();
        AskReady();
    }

    private IReadOnlyList<PendingChange> TakeSent()
    {
        _batch = null;
        var sent = _queue.TakeSent();
        _settings.Bound.Leave(sent.Count);
        return sent;
    }

    // A question of a key must see the earlier changes of this node.
    private void AskReady()
    {
        var open = _queue.FirstOpen;
        foreach (var question in _questions.Where(question => question.Position < open))
            question.Ask();
        _questions.RemoveAll(question => question.Position < open);
        WakeLater(Scheduler.MonotonicClock);
    }

    private void LookAtTime()
    {
        var now = Scheduler.MonotonicClock;
        TimeOut(now - _settings.RequestTimeout);
        if (_batch is not null && _resendAt <= now)
            Send(now);
        if (_isFlushing && _flushAt <= now)
            SendNext();
        AskReady();
    }

    private void TimeOut(TimeSpan limit)
    {
        foreach (var change in _queue.SentBefore(limit))
            change.Fail(TimedOut("the change may be stored all the same"));
        foreach (var change in _queue.TakeWaitingBefore(limit))
        {
            _settings.Bound.Leave();
            change.Fail(TimedOut("the change was not sent, because an earlier batch has no reply"));
        }

        foreach (var question in _questions.Where(question => question.At <= limit))
            question.Fail(TimedOut("an earlier change of this node has no reply"));
        _questions.RemoveAll(question => question.At <= limit);
    }

    private TimeoutException TimedOut(string state)
    {
        _settings.TimedOut();
        return new TimeoutException(
            $"Durable timer '{_settings.Timer}' had no reply of stripe {_stripe} within "
            + $"{_settings.RequestTimeout.TotalSeconds} s (request-timeout): {state}.");
    }

    private void WakeLater(TimeSpan now)
    {
        TimeSpan? next = _batch is not null ? _resendAt : _isFlushing ? _flushAt : null;
        if (Earliest() + _settings.RequestTimeout is { } timeout && (next is null || timeout < next))
            next = timeout;
        // A wake-up may be early for a younger batch; then it schedules the next.
        if (next is null || (_wake is not null && _wakeAt <= next))
            return;
        _wake?.Cancel();
        _wakeAt = next.Value;
        var delay = _wakeAt > now ? _wakeAt - now : TimeSpan.Zero;
        _wake = Scheduler.ScheduleTellOnceCancelable(delay, Self, Wake.Instance, Self);
    }

    private TimeSpan? Earliest()
    {
        var change = _queue.Earliest;
        TimeSpan? question = _questions.Count > 0 ? _questions[0].At : null;
        return change is null || question < change ? question : change;
    }

    private void FailAll(Exception cause)
    {
        _wake?.Cancel();
        _wake = null;
        foreach (var change in TakeSent().Where(static change => !change.IsAnswered))
            change.Fail(cause);
        foreach (var change in _queue.TakeWaitingBefore(TimeSpan.MaxValue))
        {
            _settings.Bound.Leave();
            change.Fail(cause);
        }

        foreach (var question in _questions)
            question.Fail(cause);
        _questions.Clear();
    }

    private sealed class Flush : OwnMessage
    {
        public static readonly Flush Instance = Sign(new Flush());
    }

    private sealed class Resend(long number) : OwnMessage
    {
        public long Number { get; } = number;
    }

    private sealed class Wake : OwnMessage
    {
        public static readonly Wake Instance = Sign(new Wake());
    }
}

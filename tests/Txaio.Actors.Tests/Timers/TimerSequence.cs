using Txaio.Actors.TestKit;

namespace Txaio.Actors.Tests.Timers;

/// <summary>
/// Does a sequence of changes on a batched timer and on a simple model, and compares the two after each change.
/// </summary>
/// <param name="timer">The timer.</param>
/// <param name="settings">Its settings.</param>
/// <param name="time">The time of its loop.</param>
internal sealed class TimerSequence(IBatchedTimer timer, TimerSettings settings, VirtualTime time)
{
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    private readonly List<Call> _calls = [];

    // The calls of each bucket, by the bucket's due time, in the order of scheduling.
    private readonly Dictionary<TimeSpan, Bucket> _buckets = [];

    private bool _closed;

    // Assertions in callbacks: the timer would report them as failures of its calls.
    private Exception? _failure;

    /// <summary>How many calls ran at a time and in an order that the model knows exactly.</summary>
    public int CheckedInOrder { get; private set; }

    private TimeSpan Now => time.Elapsed;

    public void Run(IReadOnlyList<TimerChange> changes)
    {
        foreach (var change in changes)
        {
            Do(change);
            Check();
        }

        foreach (var repeated in _calls.Where(static call => call.Repeats is not null))
            Cancel(repeated);
        time.Advance(TimeSpan.FromSeconds(20) + settings.Bucket);
        Check();
        Assert.DoesNotContain(_calls, static call => call.IsPending && call.From != Never);
        foreach (var bucket in _buckets.Values)
            CheckOrder(bucket);
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Do(TimerChange change)
    {
        var call = _calls.Count == 0 ? null : _calls[change.Which % _calls.Count];
        switch (change.Step)
        {
            case TimerStep.Schedule:
                Schedule(change);
                break;
            case TimerStep.Repeat:
                Repeat(change);
                break;
            case TimerStep.Cancel when call is not null:
                Cancel(call);
                break;
            case TimerStep.Reset when call is { Repeats: null }:
                Reset(call, change.Delay);
                break;
            case TimerStep.Advance:
                time.Advance(Milliseconds(Math.Max(0, change.Delay / 4)));
                break;
            case TimerStep.Close:
                Close();
                break;
        }
    }

    private void Schedule(TimerChange change)
    {
        if (_closed)
        {
            Assert.Throws<ObjectDisposedException>(() => timer.CallLater(Milliseconds(change.Delay), () => { }));
            return;
        }

        var call = new Call();
        Arm(call, DueIn(change.Delay));
        call.Handle = timer.CallLater(Milliseconds(change.Delay), () => Guard(() => Ran(call, change)));
        _calls.Add(call);
    }

    private void Repeat(TimerChange change)
    {
        var interval = Milliseconds(50 + Math.Abs(change.Delay));
        var missed = change.Which % 2 == 0 ? MissedTicks.Skip : MissedTicks.CatchUp;
        if (_closed)
        {
            Assert.Throws<ObjectDisposedException>(() => timer.CallRepeatedly(interval, static () => { }, missed));
            return;
        }

        var call = new Call { Start = Now, Tick = 1 };
        Arm(call, Now + interval);
        call.Repeats = timer.CallRepeatedly(interval, ticks => Guard(() => RanAgain(call, ticks, missed)), missed);
        _calls.Add(call);
    }

    private void Ran(Call call, TimerChange change)
    {
        Begin(call);
        call.Ran();
        var other = _calls[change.Which % _calls.Count];
        switch (change.Inner)
        {
            // A call that a callback schedules does nothing, so that the sequence ends.
            case TimerStep.Schedule:
                Schedule(change with { Inner = TimerStep.Nothing });
                break;
            case TimerStep.Cancel:
                Cancel(other);
                break;
            case TimerStep.Reset when other.Repeats is null:
                Reset(other, change.Delay);
                break;
            case TimerStep.Close:
                Close();
                break;
            case TimerStep.Throw:
                throw new CallbackException();
        }
    }

    private void RanAgain(Call call, long ticks, MissedTicks missed)
    {
        Begin(call);
        var interval = call.Repeats!.Interval.Ticks;
        var last = call.LastTick;
        var reached = (Now - call.Start).Ticks / interval;
        if (missed == MissedTicks.Skip)
            call.Tick = Math.Max(call.Tick, reached);
        call.LastTick = call.Tick;
        Assert.Equal(call.Tick - last, ticks);
        call.Tick = missed == MissedTicks.Skip ? Math.Max(call.Tick, reached) + 1 : call.Tick + 1;
        var due = call.Start + TimeSpan.FromTicks(call.Tick * interval);
        Arm(call, due > Now ? due : Now);
    }

    private void Begin(Call call)
    {
        Assert.True(call.IsPending, "A call ran that was cancelled, or ran before.");
        Assert.InRange(Now.Ticks, call.From.Ticks, call.From.Ticks + settings.Bucket.Ticks - 1);
        call.Bucket?.Ran.Add((call, Now));
    }

    private void Cancel(Call call)
    {
        Assert.Equal(call.IsPending, call.Repeats?.Cancel() ?? call.Handle.Cancel());
        call.End();
    }

    private void Reset(Call call, int delay)
    {
        Assert.Equal(call.IsPending, call.Handle.Reset(Milliseconds(delay)));
        if (!call.IsPending)
            return;
        call.Bucket?.Disturb();
        Arm(call, DueIn(delay));
        call.Bucket?.Disturb();
    }

    private void Close()
    {
        timer.Dispose();
        _closed = true;
        _calls.ForEach(static call => call.End());
    }

    // A delay of -1 ms is Timeout.InfiniteTimeSpan.
    private TimeSpan DueIn(int delay) => delay == -1 ? Never : Now + Milliseconds(Math.Max(0, delay));

    private void Arm(Call call, TimeSpan due)
    {
        call.Bucket = null;
        if (due == Never)
        {
            call.From = Never;
            return;
        }

        var length = settings.Bucket.Ticks;
        var start = TimeSpan.FromTicks((due.Ticks + (settings.Up ? length - 1 : 0)) / length * length);
        call.From = start > Now ? start : Now;
        // A bucket whose time has come may fire already; the call goes into another one then.
        if (start > Now)
            call.Bucket = BucketAt(start);
        call.Bucket?.Calls.Add(call);
    }

    private Bucket BucketAt(TimeSpan start)
    {
        if (!_buckets.TryGetValue(start, out var bucket))
            _buckets.Add(start, bucket = new Bucket(start));
        return bucket;
    }

    private void Check()
    {
        if (_failure is not null)
            throw new InvalidOperationException("An assertion in a callback failed.", _failure);
        Assert.All(_calls, static call => Assert.Equal(call.IsPending, call.Repeats?.IsActive ?? call.Handle.IsActive));
        Assert.Equal(_calls.Count(static call => call.IsPending), timer.PendingCalls);
        // A call whose bucket has ended must have run.
        Assert.DoesNotContain(_calls, call => call.IsPending && call.From < Now && call.From + settings.Bucket <= Now);
    }

    // The order and the times are known only if no call of the bucket was cancelled, reset or dropped.
    private void CheckOrder(Bucket bucket)
    {
        if (bucket.IsDisturbed)
            return;
        Assert.Equal(bucket.Calls, bucket.Ran.Select(static ran => ran.Call));
        var chunks = (bucket.Calls.Count + settings.Chunk - 1) / settings.Chunk;
        foreach (var (number, (_, at)) in bucket.Ran.Index())
            Assert.Equal(bucket.Start.Ticks + (settings.Bucket.Ticks * (number / settings.Chunk) / chunks), at.Ticks);
        CheckedInOrder += bucket.Calls.Count;
    }

    private void Guard(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception e) when (e is not CallbackException)
        {
            _failure ??= e;
        }
    }

    private sealed class Call
    {
        public DelayedCall Handle { get; set; }

        /// <summary>The handle of a repeated call; null for other calls.</summary>
        public RepeatedCall? Repeats { get; set; }

        /// <summary>The start of its bucket, or the time of scheduling if that is later.</summary>
        public TimeSpan From { get; set; }

        /// <summary>Its bucket, if the bucket was not due when the call was scheduled.</summary>
        public Bucket? Bucket { get; set; }

        public bool IsPending { get; private set; } = true;

        public TimeSpan Start { get; init; }

        public long Tick { get; set; }

        public long LastTick { get; set; }

        public void Ran() => IsPending = false;

        /// <summary>The call was cancelled or dropped, or had ended before.</summary>
        public void End()
        {
            if (IsPending)
                Bucket?.Disturb();
            IsPending = false;
        }
    }

    private sealed class Bucket(TimeSpan start)
    {
        public TimeSpan Start => start;

        public List<Call> Calls { get; } = [];

        public List<(Call Call, TimeSpan At)> Ran { get; } = [];

        public bool IsDisturbed { get; private set; }

        public void Disturb() => IsDisturbed = true;
    }

    private sealed class CallbackException() : Exception("a callback that fails");
}

using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>The intended end of an Ask.</summary>
internal enum AskKind
{
    Reply,
    WrongType,
    Failure,
    Timeout,
    ReplyOrTimeout,
    Cancelled,
    DeadTarget,
    DyingTarget,
    LoopEnds,
    SystemEnds,
    Count,
}

/// <summary>One Ask and its outcome.</summary>
internal sealed class Asked
{
    private const int AwaitForms = 8;
    private const int WaitForm = 3;
    private const int TwoWaitsForm = 4;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly TimeSpan _timeout;
    private readonly int _form;
    private Future<int> _future = null!;
    private Future<object>? _told;
    private int _ends;
    private TimeSpan _took;
    private string _outcome = "nothing";

    private Asked(EventLoop loop, AskKind kind, bool isRetried, TimeSpan timeout, int form) =>
        (Loop, Kind, IsRetried, _timeout, _form) = (loop, kind, isRetried, timeout, form);

    public EventLoop Loop { get; }

    public AskKind Kind { get; }

    /// <summary>Whether it is an AskWithRetry.</summary>
    public bool IsRetried { get; }

    public bool IsPending => !_future.IsCalled;

    public bool HasEnded => Volatile.Read(ref _ends) > 0;

    public bool WaitsForSystem => Kind is AskKind.SystemEnds or AskKind.LoopEnds;

    /// <summary>Whether the target stopped with the question, and Akka published no dead letter.</summary>
    public bool IsLostByTarget => Kind == AskKind.DyingTarget && _outcome == nameof(AskTimeoutException);

    /// <summary>The fault of the outcome, or null.</summary>
    public string? Mistake
    {
        get
        {
            if (_ends != 1)
                return $"ended {_ends} times";
            if (_outcome == nameof(AskTimeoutException) && _took < _timeout)
                return "timed out early";
            if (!WaitsForSystem && _took > _timeout + Slow)
                return "ended late";
            return !Allowed.Contains(_outcome) ? "ended with a wrong outcome" : null;
        }
    }

    // A thread may stop the loop before the Ask ends, and Akka may stop the target before it gets the question.
    private IEnumerable<string> Allowed =>
        [Meant, nameof(LoopTerminatedException), nameof(AskTargetException), .. AlsoAllowed];

    private string Meant => Kind switch
    {
        AskKind.Reply => "value",
        AskKind.WrongType => nameof(ArgumentException),
        AskKind.Failure => nameof(NotSupportedException),
        AskKind.Timeout => nameof(AskTimeoutException),
        AskKind.Cancelled => nameof(FutureCancelledException),
        AskKind.DeadTarget or AskKind.DyingTarget => nameof(AskTargetException),
        _ => nameof(LoopTerminatedException),
    };

    private IEnumerable<string> AlsoAllowed => Kind switch
    {
        AskKind.ReplyOrTimeout => ["value", nameof(AskTimeoutException)],
        // Akka may lose a message that arrives while it closes a mailbox, without a dead letter.
        AskKind.DyingTarget => [nameof(AskTimeoutException)],
        // The attempts are so short that they may time out before the dead letter.
        AskKind.DeadTarget when IsRetried => [nameof(AskTimeoutException)],
        _ => [],
    };

    /// <summary>
    /// The number of dependents that <paramref name="loop"/> has for this Ask, its waits and subscriber.
    /// </summary>
    public int DependentsOf(EventLoop loop)
    {
        var ofAsk = Loop != loop || !IsPending ? 0 : _form is WaitForm or TwoWaitsForm ? 2 : 1;
        return _told is { IsCalled: false } told && told.Loop == loop ? ofAsk + 1 : ofAsk;
    }

    /// <summary>Begins an Ask, and waits for it in one of several forms.</summary>
    public static Asked Begin(ITxaio api, AskKind kind, AskTargets targets, Random random)
    {
        var timeout = kind switch
        {
            AskKind.Timeout or AskKind.ReplyOrTimeout => TimeSpan.FromMilliseconds(random.Next(1, 60)),
            AskKind.LoopEnds or AskKind.SystemEnds or AskKind.Cancelled => Timeout.InfiniteTimeSpan,
            AskKind.DyingTarget => TimeSpan.FromSeconds(1),
            _ => TimeSpan.FromSeconds(random.Next(5, 30)),
        };
        var isRetried = random.Next(3) == 0;
        // Attempts to a dead target are numbered, and end before the timeout.
        var isNumbered = isRetried && kind is (AskKind.DeadTarget or AskKind.DyingTarget);
        var least = isNumbered || timeout == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout;
        var asked = new Asked(api.Loop, kind, isRetried, least, random.Next(AwaitForms));
        var target = kind switch
        {
            AskKind.DeadTarget => targets.Dead,
            AskKind.DyingTarget => targets.Dying(),
            _ => targets.Live,
        };
        var token = CancellationToken.None;
        if (kind == AskKind.Cancelled)
        {
            var source = new CancellationTokenSource();
            source.CancelAfter(random.Next(0, 5));
            token = source.Token;
        }

        var question = new AskTargets.Question(kind, random.Next(1, 60));
        asked._future = isRetried
            ? api.AskWithRetry<int>(target, question, Retries(timeout, isNumbered, random), token)
            : api.Ask<int>(target, question, timeout, token);
        asked.Watch(api, targets.System.Txaio());
        return asked;
    }

    /// <summary>The most delayed calls that <paramref name="loop"/> may have for this Ask and its waits.</summary>
    public int MostCallsOf(EventLoop loop) => Loop != loop || !IsPending ? 0 : 2;

    public override string ToString() =>
        $"{Kind}{(IsRetried ? " with retries" : "")} on {Loop}, timeout {_timeout.TotalMilliseconds} ms, awaited in form {_form}, " +
        $"{_outcome} after {_took.TotalMilliseconds} ms, {_future}, {_future.GetType().Name}";

    private static AskRetryOptions Retries(TimeSpan timeout, bool isNumbered, Random random) => new()
    {
        Timeout = timeout,
        AttemptTimeout = TimeSpan.FromMilliseconds(random.Next(1, 6)),
        MaxAttempts = isNumbered ? random.Next(1, 6) : int.MaxValue,
        MinBackoff = TimeSpan.FromMilliseconds(1),
        MaxBackoff = TimeSpan.FromMilliseconds(random.Next(1, 4)),
    };

    private void Watch(ITxaio api, ITxaio open)
    {
        switch (_form)
        {
            case 0:
                _ = Await();
                break;
            case 1:
                _future.AddCallbacks(_ => Ends("value"), failure => Ends(failure.Value.GetType().Name));
                break;
            case 2:
                _ = Await(_future.AsTask(), Ends);
                break;
            case WaitForm:
                _ = Await(_future.WaitAsync(TimeSpan.FromMinutes(1)), Ends);
                break;
            case TwoWaitsForm:
                // A thread of the pool cancels the first wait while it begins.
                var source = new CancellationTokenSource();
                ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), source, preferLocal: false);
                _ = Await(_future.WaitAsync(source.Token), static _ => { });
                _ = Await(_future.WaitAsync(TimeSpan.FromMinutes(1)), Ends);
                break;
            case 5:
                // Reading the path registers the future's promise.
                _ = _future.Ref.Path;
                _ = Await();
                break;
            case 6:
                _told = open.CreateFuture<object>();
                _ = AwaitNotice(_told);
                _future.Ref.Tell(new Subscribe(_told.Ref));
                break;
            default:
                // The await begins on the loop, or on the thread pool when the loop has closed.
                api.Loop.SynchronizationContext.Post(_ => _ = Await(), null);
                break;
        }
    }

    private async Task Await()
    {
        try
        {
            await _future;
            Ends("value");
        }
        catch (Exception e)
        {
            Ends(e.GetType().Name);
        }
    }

    private async Task AwaitNotice(Future<object> told)
    {
        try
        {
            Ends(await told is FutureRejected rejected ? rejected.Cause.GetType().Name : "value");
        }
        catch (Exception e)
        {
            // The subscriber's loop has ended.
            Ends(e.GetType().Name);
        }
    }

    private static async Task Await(Task<int> task, Action<string> ends)
    {
        try
        {
            await task;
            ends("value");
        }
        catch (Exception e)
        {
            ends(e.GetType().Name);
        }
    }

    private void Ends(string outcome)
    {
        _took = _clock.Elapsed;
        _outcome = outcome;
        Interlocked.Increment(ref _ends);
    }
}

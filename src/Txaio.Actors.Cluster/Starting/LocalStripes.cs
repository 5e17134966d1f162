using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>
/// The stripes of a timer on a node without a cluster: the parent of all of them. It starts a stripe that has stopped
/// again: at once, and after a pause that doubles while the stripe does not run for long. What arrives meanwhile is kept
/// for the stripe.
/// </summary>
/// <param name="timer">The timer's name.</param>
/// <param name="stripes">The number of stripes.</param>
/// <param name="stripeProps">The props of a stripe.</param>
internal sealed class LocalStripes(string timer, int stripes, Func<int, Props> stripeProps)
    : SignedActor, IWithTimers
{
    /// <summary>The first pause of a stripe that stopped soon after it was started again.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan MostPause = TimeSpan.FromSeconds(30);

    // The senders of more messages get no reply, and send again.
    private const int MostKept = 1_000;

    private readonly IActorRef?[] _stripes = new IActorRef?[stripes];
    private readonly bool[] _isStopping = new bool[stripes];
    private readonly Queue<(object Message, IActorRef Sender)>?[] _kept = new Queue<(object, IActorRef)>?[stripes];
    private readonly TimeSpan?[] _pauses = new TimeSpan?[stripes];
    private readonly TimeSpan[] _started = new TimeSpan[stripes];
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>The pauses before stripes start again; set by Akka.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    private static IScheduler Scheduler => Context.System.Scheduler;

    protected override void PreStart()
    {
        for (var stripe = 0; stripe < stripes; stripe++)
            Start(stripe);
    }

    // A stripe recovers what it had; nothing of a failed instance is kept.
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(static _ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IStripeMessage { Stripe: var stripe } request when stripe >= 0 && stripe < stripes:
                ForwardOrKeep(stripe, request);
                break;
            // A stripe that stops itself says so first.
            case StripeLeaves when Array.IndexOf(_stripes, Sender) is >= 0 and var stripe:
                _isStopping[stripe] = true;
                break;
            case Terminated ended:
                StartLater(Array.IndexOf(_stripes, ended.ActorRef));
                break;
            case StartAgain again:
                Start(again.Stripe);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void ForwardOrKeep(int stripe, IStripeMessage request)
    {
        if (_stripes[stripe] is { } running && !_isStopping[stripe])
            running.Forward(request);
        else if (_stripes[stripe] is null && _pauses[stripe] is { } pause && pause > LeastPause)
            Refuse(request, pause);
        else if ((_kept[stripe] ??= new()).Count < MostKept)
            _kept[stripe]!.Enqueue((request, Sender));
    }

    private void Start(int stripe)
    {
        _started[stripe] = Scheduler.MonotonicClock;
        var started = Context.Watch(GuardedRef.Attach(Self, stripeProps(stripe), $"{stripe}"));
        (_stripes[stripe], _isStopping[stripe]) = (started, false);
        foreach (var (message, sender) in _kept[stripe] ?? [])
            started.Tell(message, sender);
        _kept[stripe] = null;
    }

    private void Refuse(IStripeMessage request, TimeSpan pause)
    {
        var reason = $"the stripe has stopped again, and waits for {pause.TotalSeconds} s before its next start";
        Sender.Tell(request is StripeBatch batch
            ? new StripeBatchFailed(batch.Stripe, batch.Client, batch.Number, reason)
            : new Status.Failure(new InvalidOperationException(reason)));
    }

    private void StartLater(int stripe)
    {
        _stripes[stripe] = null;
        var pause = NextPause(stripe);
        _pauses[stripe] = pause;
        _log.Warning(
            "Stripe {0} of durable timer '{1}' has stopped; it starts again in {2} s.",
            stripe, timer, pause.TotalSeconds);
        if (pause == TimeSpan.Zero)
            Start(stripe);
        else
            Timers.StartSingleTimer(stripe, OwnMessage.Sign(new StartAgain(stripe)), pause);
    }

    private TimeSpan NextPause(int stripe)
    {
        if (_pauses[stripe] is not { } last || Scheduler.MonotonicClock - _started[stripe] >= MostPause)
            return TimeSpan.Zero;
        var pause = last == TimeSpan.Zero ? LeastPause : last * 2;
        return pause < MostPause ? pause : MostPause;
    }

    private sealed class StartAgain(int stripe) : OwnMessage
    {
        public int Stripe { get; } = stripe;
    }
}

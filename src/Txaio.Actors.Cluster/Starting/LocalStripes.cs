using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Cluster.Protocol;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>
/// The stripes of a timer on a node without a cluster: the parent of all of them. It starts a stripe that has stopped
/// again, after a pause that doubles.
/// </summary>
/// <param name="timer">The timer's name.</param>
/// <param name="stripes">The number of stripes.</param>
/// <param name="stripeProps">The props of a stripe.</param>
internal sealed class LocalStripes(string timer, int stripes, Func<int, Props> stripeProps)
    : UntypedActor, IWithTimers
{
    /// <summary>The first pause.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan MostPause = TimeSpan.FromSeconds(30);

    private readonly IActorRef?[] _stripes = new IActorRef?[stripes];
    private readonly TimeSpan[] _pauses = new TimeSpan[stripes];
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
                if (_stripes[stripe] is { } running)
                    running.Forward(message);
                else
                    Refuse(request);
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

    private void Start(int stripe)
    {
        _started[stripe] = Scheduler.MonotonicClock;
        _stripes[stripe] = Context.Watch(Context.ActorOf(stripeProps(stripe), $"{stripe}"));
    }

    // After the first pause, which is short, a message is dropped: clients send again.
    private void Refuse(IStripeMessage request)
    {
        var pause = _pauses[request.Stripe];
        if (pause <= LeastPause)
            return;
        var reason = $"the stripe has stopped again, and waits for {pause.TotalSeconds} s before its next start";
        Sender.Tell(request is StripeBatch batch
            ? new StripeBatchFailed(batch.Stripe, batch.Number, reason)
            : new Status.Failure(new InvalidOperationException(reason)));
    }

    private void StartLater(int stripe)
    {
        _stripes[stripe] = null;
        var hasRun = Scheduler.MonotonicClock - _started[stripe];
        var pause = hasRun >= MostPause || _pauses[stripe] == TimeSpan.Zero ? LeastPause : _pauses[stripe] * 2;
        _pauses[stripe] = pause < MostPause ? pause : MostPause;
        _log.Warning(
            "Stripe {0} of durable timer '{1}' has stopped; it starts again in {2} s.",
            stripe, timer, _pauses[stripe].TotalSeconds);
        Timers.StartSingleTimer(stripe, new StartAgain(stripe), _pauses[stripe]);
    }

    private sealed record StartAgain(int Stripe) : INoSerializationVerificationNeeded;
}

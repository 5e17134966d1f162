using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Starting;

/// <summary>
/// The parent of a stripe, on a cluster and on one node. It starts a stripe that has stopped again, after a pause that
/// doubles while the stripe does not run for long. So a stripe whose store refuses each write does not recover without
/// a pause. What arrives meanwhile is kept for the stripe; during the longer pauses it is refused.
/// </summary>
/// <param name="timer">The timer's name.</param>
/// <param name="stripe">The stripe.</param>
/// <param name="props">The props of the stripe.</param>
internal sealed class StripeSupervisor(string timer, int stripe, Props props) : SignedActor, IWithTimers
{
    /// <summary>The first pause.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause. The pauses of a stripe that ran for this long begin with the first again.</summary>
    public static readonly TimeSpan MostPause = TimeSpan.FromSeconds(10);

    /// <summary>The name of the stripe's actor.</summary>
    public const string Child = "stripe";

    // The senders of more messages get no reply, and send again.
    private const int MostKept = 1_000;

    private readonly Queue<(object Message, IActorRef Sender)> _kept = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef? _running;
    private bool _isStopping;
    private bool _isLeaving;
    private string _reason = "";
    private TimeSpan _pause;
    private TimeSpan _started;

    /// <summary>The pauses before the stripe starts again; set by Akka.</summary>
    public ITimerScheduler Timers { get; set; } = null!;

    private static IScheduler Scheduler => Context.System.Scheduler;

    protected override void PreStart() => Start();

    // A stripe recovers what it had; nothing of a failed instance is kept.
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(static _ => Directive.Stop);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IStripeMessage request:
                ForwardOrKeep(request);
                break;
            case StripeStops stops when Sender.Equals(_running):
                (_isStopping, _reason) = (true, stops.Reason);
                break;
            case HandOver:
                Leave();
                break;
            case Terminated when _isLeaving:
                Context.Stop(Self);
                break;
            case Terminated:
                StartLater();
                break;
            case StartAgain:
                Start();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void ForwardOrKeep(IStripeMessage request)
    {
        if (_running is not null && !_isStopping)
            _running.Forward(request);
        else if (request is WakeStripe)
            return;
        else if (_running is null && _pause > LeastPause)
            Sender.Tell(StripeRefusal.Of(request, $"{_reason}; it starts again within {_pause.TotalSeconds} s"));
        else if (_kept.Count < MostKept)
            _kept.Enqueue((request, Sender));
    }

    private void Start()
    {
        _started = Scheduler.MonotonicClock;
        _running = Context.Watch(GuardedRef.Attach(Self, props, Child));
        (_isStopping, _reason) = (false, "the stripe has stopped");
        while (_kept.TryDequeue(out var kept))
            _running.Tell(kept.Message, kept.Sender);
    }

    // The region keeps the message until the stripe has a new home, where it then starts. The region is the parent of
    // the shard, which is the parent of this actor.
    private void Leave()
    {
        _isLeaving = true;
        Context.ActorSelection("../..").Tell(new WakeStripe(stripe), Self);
        if (_running is null)
            Context.Stop(Self);
        else
            _running.Tell(HandOver.Instance, Self);
    }

    private void StartLater()
    {
        _running = null;
        var hasRun = Scheduler.MonotonicClock - _started >= MostPause;
        var doubled = _pause * 2 < MostPause ? _pause * 2 : MostPause;
        _pause = hasRun || _pause == TimeSpan.Zero ? LeastPause : doubled;
        _log.Warning(
            "Stripe {0} of durable timer '{1}' has stopped; it starts again in {2} s.",
            stripe, timer, _pause.TotalSeconds);
        Timers.StartSingleTimer(nameof(StartAgain), StartAgain.Instance, _pause);
    }

    private sealed class StartAgain : OwnMessage
    {
        public static readonly StartAgain Instance = Sign(new StartAgain());
    }
}

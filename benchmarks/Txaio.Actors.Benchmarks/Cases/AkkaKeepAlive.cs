using Akka.Actor;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>
/// The load on Akka's scheduler, which tells the due messages to an actor on a dispatcher of the loop's kind.
/// </summary>
internal sealed class AkkaKeepAlive : KeepAliveLoad
{
    private readonly IScheduler _scheduler;
    private readonly IActorRef _actor;
    private readonly Connection[] _connections;

    public AkkaKeepAlive(KeepAliveSizes sizes)
        : base("Akka's scheduler", sizes)
    {
        _scheduler = System.System.Scheduler;
        _actor = System.StartOnLoopKind(static () => new KeepAliveActor());
        _connections = [.. Enumerable.Range(0, sizes.Connections).Select(i => new Connection(this, IsNoted(i)))];
    }

    protected override TimeSpan Now => _scheduler.HighResMonotonicClock;

    public override void Dispose()
    {
        // When a system ends, its scheduler runs all calls that are still scheduled.
        foreach (var connection in _connections)
            connection.Close();
        base.Dispose();
    }

    protected override void ArmAll()
    {
        for (var i = 0; i < _connections.Length; i++)
            _connections[i].ArmPing(FirstPing(i));
    }

    protected override IEnumerable<PingTime> PingsDue() => _connections.Select(static connection => connection.Due);

    // The messages of a connection are made once, so that a ping allocates no message.
    private sealed class Connection
    {
        private readonly AkkaKeepAlive _load;
        private readonly bool _isNoted;
        private readonly PingDue _pingDue;
        private readonly PongCame _pongCame;
        private readonly TimeoutDue _timeoutDue;
        private ICancelable? _ping;
        private ICancelable? _timeout;

        public Connection(AkkaKeepAlive load, bool isNoted)
        {
            _load = load;
            _isNoted = isNoted;
            _pingDue = new PingDue(this);
            _pongCame = new PongCame(this);
            _timeoutDue = new TimeoutDue(this);
        }

        public PingTime Due { get; private set; }

        public void ArmPing(TimeSpan delay)
        {
            Due = _load.DueIn(delay, _isNoted);
            _ping = Tell(delay, _pingDue);
        }

        public void Ping()
        {
            _load.Pinged(Due);
            _timeout = Tell(_load.Sizes.Timeout, _timeoutDue);
            _load._actor.Tell(_pongCame, ActorRefs.NoSender);
        }

        public void Pong()
        {
            _timeout!.Cancel();
            ArmPing(_load.Sizes.Interval);
        }

        public void TimeOut() => _load.TimedOut();

        public void Close()
        {
            _ping?.Cancel();
            _timeout?.Cancel();
        }

        private ICancelable Tell(TimeSpan delay, object message) =>
            _load._scheduler.ScheduleTellOnceCancelable(delay, _load._actor, message, ActorRefs.NoSender);
    }

    private sealed class KeepAliveActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case PingDue due:
                    due.Connection.Ping();
                    break;
                case PongCame came:
                    came.Connection.Pong();
                    break;
                case TimeoutDue due:
                    due.Connection.TimeOut();
                    break;
                default:
                    Unhandled(message);
                    break;
            }
        }
    }

    private sealed record PingDue(Connection Connection);

    private sealed record PongCame(Connection Connection);

    private sealed record TimeoutDue(Connection Connection);
}

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The load on our batched timer.</summary>
internal sealed class TxaioKeepAlive : KeepAliveLoad
{
    private readonly EventLoop _loop;
    private readonly IBatchedTimer _timer;
    private readonly Connection[] _connections;

    public TxaioKeepAlive(KeepAliveSizes sizes)
        : base("batched timer", sizes)
    {
        _loop = System.Txaio.Loop;
        _timer = System.Txaio.MakeBatchedTimer(sizes.Bucket, sizes.ChunkSize);
        _connections = [.. Enumerable.Range(0, sizes.Connections).Select(i => new Connection(this, IsNoted(i)))];
    }

    protected override TimeSpan Now => _loop.Time;

    protected override void ArmAll()
    {
        for (var i = 0; i < _connections.Length; i++)
            _connections[i].ArmPing(FirstPing(i));
    }

    protected override IEnumerable<PingTime> PingsDue() => _connections.Select(static connection => connection.Due);

    private sealed class Connection(TxaioKeepAlive load, bool isNoted)
    {
        private DelayedCall _ping;
        private DelayedCall _timeout;

        public PingTime Due { get; private set; }

        public void ArmPing(TimeSpan delay)
        {
            Due = load.DueIn(delay, isNoted);
            _ping = load._timer.CallLater(delay, static connection => connection.Ping(), this);
        }

        private void Ping()
        {
            if (isNoted && _ping.IsActive)
                load.CouldNotCancel();
            load.Pinged(Due);
            _timeout = load._timer.CallLater(load.Sizes.Timeout, static load => load.TimedOut(), load);
            load._loop.CallSoon(static connection => connection.Pong(), this);
        }

        private void Pong()
        {
            if (!_timeout.Cancel())
                load.CouldNotCancel();
            ArmPing(load.Sizes.Interval);
        }
    }
}

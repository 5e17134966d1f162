using Akka.Actor;
using Txaio.Actors;
using Txaio.Actors.TestKit;
using Wamp.Sessions;
using Wamp.Transport;

namespace Txaio.Wamp.Tests.Sessions;

/// <summary>The times of pings, in virtual time.</summary>
public sealed class AutoPingTests : IDisposable
{
    private static readonly PingTimes Times = new(Interval: TimeSpan.FromSeconds(10), Timeout: TimeSpan.FromSeconds(4));

    private readonly VirtualTime _time = VirtualTime.Create();
    private readonly MemoryStream _wire = new();
    private readonly Session _session;

    public AutoPingTests()
    {
        Session? made = null;
        var timer = _time.Txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(200), rounding: BucketRounding.Up);
        var stream = new PingStream(_wire);
        _time.System.ActorOf(Props.CreateBy(new Producer(() => made = new Session(stream, timer))));
        _time.RunUntilIdle();
        _session = made!;
    }

    private int Pings => (int)_wire.Length / 18;

    public void Dispose() => _time.Dispose();

    [Fact]
    public void Ping_is_due_an_interval_after_the_answer_to_the_last()
    {
        Advance(9.9);
        Assert.Equal(0, Pings);
        Advance(0.3);
        Assert.Equal(1, Pings);

        Advance(2);
        FrameArrives();

        Advance(9.9);
        Assert.Equal(1, Pings);
        Advance(0.3);
        Assert.Equal(2, Pings);
        Assert.False(_session.IsSilent);
    }

    [Fact]
    public void Peer_without_a_frame_after_a_ping_is_silent_after_the_timeout()
    {
        Advance(10.2);
        Advance(3.7);
        Assert.False(_session.IsSilent);

        Advance(0.5);

        Assert.Equal((true, 1), (_session.IsSilent, Pings));
    }

    [Fact]
    public void Many_frames_after_a_ping_tell_the_session_once()
    {
        FrameArrives();
        Advance(10.2);
        for (var i = 0; i < 100; i++)
            FrameArrives();

        Assert.Equal(1, _session.Alive);
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private void FrameArrives()
    {
        ((IFrameObserver)_session.Pings).Traffic();
        _time.RunUntilIdle();
    }

    private sealed class Session : ReceiveActor, IWithTimers
    {
        public Session(PingStream frames, IBatchedTimer timer)
        {
            Pings = new AutoPing(frames, timer.MakeActorTimers(this), Times, Self);
            Receive<PingDue>(_ => IsSilent = !Pings.TryPing());
            Receive<PeerAlive>(_ =>
            {
                Alive++;
                Pings.Restart();
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public AutoPing Pings { get; }

        public bool IsSilent { get; private set; }

        public int Alive { get; private set; }
    }

    private sealed class Producer(Func<ActorBase> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Session);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}

using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.TestKit;

namespace Testing;

/// <summary>Tests with Akka.TestKit's probes, in virtual time that the test moves.</summary>
public sealed class SessionTests : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Config Application = ConfigurationFactory.ParseString(
        """
        txaio.timers.sessions { bucket = 1s, rounding = up }
        txaio.testkit.pending-at-end = throw
        """);

    private readonly VirtualTime _time;

    public SessionTests()
        : base(VirtualTime.Over(Application)) =>
        _time = VirtualTime.Of(Sys);

    [Fact]
    public void Silent_peer_is_pinged_and_then_dropped()
    {
        var session = Watch(Sys.ActorOf(Props.Create(() => new Session(TestActor))));

        _time.Advance(TimeSpan.FromSeconds(9));
        ExpectNoMsg(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("ping");
        _time.Advance(TimeSpan.FromSeconds(20));
        ExpectMsg("closed");
        ExpectTerminated(session);
        _time.ExpectNothingPending();
    }

    [Fact]
    public void Peer_that_is_heard_stays_for_a_day()
    {
        var session = Sys.ActorOf(Props.Create(() => new Session(TestActor)));
        for (var i = 0; i < 24 * 60 * 2; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(29.9));
            ExpectMsg("ping");
            session.Tell("pong");
        }

        _time.RunUntilIdle();
        Assert.Equal(2, _time.PendingCalls);
        Sys.Stop(session);
        _time.RunUntilIdle();
    }

    protected override void AfterAll()
    {
        _time.Dispose();
        base.AfterAll();
    }
}

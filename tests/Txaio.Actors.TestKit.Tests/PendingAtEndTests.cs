using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>The report of calls that are pending at the end of a system.</summary>
public sealed class PendingAtEndTests
{
    private const string Report =
        "The actor system ends at 1970-01-01T00:00:02.0000000+00:00 of virtual time with 1 scheduled:\n"
        + "  7s: Txaio.Actors.TestKit.Tests.PendingAtEndTests.Nothing, loop 'default'";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Handler_is_called_once_with_the_report()
    {
        var told = new List<string>();
        using (var time = VirtualTime.Create(DateTimeOffset.UnixEpoch, "akka.loglevel = OFF"))
        {
            time.OnPendingAtEnd = told.Add;
            Leave(time);
            time.Terminate();
        }

        Assert.Equal([Report], told);
    }

    [Fact]
    public void Handler_that_throws_makes_dispose_throw_after_the_end()
    {
        var time = VirtualTime.Create(DateTimeOffset.UnixEpoch, "akka.loglevel = OFF");
        time.OnPendingAtEnd = report => throw new NotSupportedException(report);
        Leave(time);

        var thrown = Assert.Throws<NotSupportedException>(time.Dispose);

        Assert.Equal(Report, thrown.Message);
        Assert.True(time.System.WhenTerminated.IsCompleted);
        time.Dispose();
    }

    [Fact]
    public void Setting_throw_makes_dispose_throw()
    {
        var time = VirtualTime.Create(DateTimeOffset.UnixEpoch, "akka.loglevel = OFF\ntxaio.testkit.pending-at-end = throw");
        Leave(time);

        var thrown = Assert.Throws<PendingCallsException>(time.Dispose);

        Assert.Equal(Report, thrown.Message);
        Assert.Equal(time.PendingAtEnd, thrown.Calls);
    }

    [Fact]
    public void Setting_throw_throws_nothing_when_nothing_is_pending()
    {
        using var time = VirtualTime.Create(DateTimeOffset.UnixEpoch, "akka.loglevel = OFF\ntxaio.testkit.pending-at-end = throw");
        Leave(time);
        time.Advance(Second * 5);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("txaio.testkit.pending-at-end = log", 1)]
    [InlineData("txaio.testkit.pending-at-end = off", 0)]
    public void Setting_says_whether_pending_calls_are_logged(string config, int expected)
    {
        var time = VirtualTime.Create(DateTimeOffset.UnixEpoch, $"akka.stdout-loglevel = OFF\nakka.loggers = []\n{config}");
        var warnings = new Warnings(time.System);
        Leave(time);

        time.Dispose();

        Assert.Equal(Enumerable.Repeat(Report, expected), warnings.Seen);
        Assert.Single(time.PendingAtEnd);
    }

    [Fact]
    public async Task End_by_other_code_is_reported_too()
    {
        var told = new List<string>();
        using var time = VirtualTime.Create(DateTimeOffset.UnixEpoch, "akka.loglevel = OFF");
        time.OnPendingAtEnd = told.Add;
        Leave(time);

        await time.System.Terminate();

        Assert.Equal([Report], told);
    }

    private static void Leave(VirtualTime time)
    {
        time.Txaio.CallLater(Second * 7, Nothing);
        time.Advance(Second * 2);
    }

    private static void Nothing()
    {
    }

    // Reads warnings on the publishing thread, because the actors of the ending system may not get them.
    private sealed class Warnings : MinimalActorRef
    {
        private readonly ActorSystem _system;

        public Warnings(ActorSystem system)
        {
            _system = system;
            system.EventStream.Subscribe(this, typeof(Warning));
        }

        public List<string> Seen { get; } = [];

        public override ActorPath Path => Provider.TempContainer.Path / "warnings";

        public override IActorRefProvider Provider => ((ExtendedActorSystem)_system).Provider;

        protected override void TellInternal(object message, IActorRef sender)
        {
            var text = message.ToString() ?? "";
            var at = text.IndexOf("The actor system ends", StringComparison.Ordinal);
            if (at >= 0)
                Seen.Add(text[at..]);
        }
    }
}

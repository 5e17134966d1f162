using Akka.Actor;
using Akka.Event;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Clients;

/// <summary>What a client makes of the clock in a stripe's replies.</summary>
public sealed class ClientSkewTests : VirtualTimerTest
{
    private readonly List<string> _lines = [];

    public ClientSkewTests()
        : base("clock-skew = 1s")
    {
        var lines = System.ActorOf(
            Props.Create(() => new Lines(_lines)).WithDispatcher(VirtualTime.DispatcherId));
        System.EventStream.Subscribe(lines, typeof(Warning));
    }

    [Theory]
    [InlineData(2, "2.0 s ahead of")]
    [InlineData(-2, "2.0 s behind")]
    public void Clock_that_differs_by_more_than_the_margin_is_a_warning(int ahead, string expected)
    {
        Board.Ahead = TimeSpan.FromSeconds(ahead);

        Schedule("a");
        Time.RunUntilIdle();

        Assert.Contains(expected, Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Clock_that_differs_by_the_margin_is_no_warning(int ahead)
    {
        Board.Ahead = TimeSpan.FromSeconds(ahead);

        Schedule("a");
        Time.RunUntilIdle();

        Assert.Empty(_lines);
    }

    [Fact]
    public void Batch_that_arrives_late_and_reply_that_arrives_late_are_no_warnings()
    {
        Board.LoseRequests = 2;
        Schedule("a");
        Time.Advance(TimeSpan.FromSeconds(4));
        Board.Hold = true;
        Schedule("b");
        Time.Advance(TimeSpan.FromSeconds(5));
        Board.Release();
        Time.RunUntilIdle();

        Assert.Equal(2, Board.Calls.Count);
        Assert.Empty(_lines);
    }

    private sealed class Lines : ReceiveActor
    {
        public Lines(List<string> lines) => Receive<Warning>(warning => lines.Add($"{warning.Message}"));
    }
}

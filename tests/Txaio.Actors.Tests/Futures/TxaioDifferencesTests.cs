namespace Txaio.Actors.Tests.Futures;

/// <summary>The differences from txaio on asyncio that docs/parity.md lists.</summary>
public sealed class TxaioDifferencesTests : FuturesTestKit
{
    /// <summary>asyncio completes the children first, and then the gathered future.</summary>
    [Fact]
    public void Cancelled_gather_is_completed_at_once_and_before_its_children()
    {
        var child = Tx.CreateFuture<int>();
        var gathered = Tx.Gather([child]);
        Tx.AddCallbacks(child, null, _ => Seen.Add("child"));
        Tx.AddCallbacks(gathered, null, _ => Seen.Add("gathered"));

        gathered.Cancel();
        Assert.Equal((true, false), (gathered.IsCalled, child.IsCalled));
        Time.RunUntilIdle();

        Assert.Equal(["gathered", "child"], Seen);
    }

    /// <summary>asyncio sorts calls that are already due by their delay.</summary>
    [Fact]
    public void Calls_that_are_due_already_run_in_the_order_of_the_calls()
    {
        Tx.CallLater(TimeSpan.Zero, () => Seen.Add("zero"));
        Tx.CallLater(TimeSpan.FromSeconds(-1), () => Seen.Add("minus one"));
        Time.RunUntilIdle();

        Assert.Equal(["zero", "minus one"], Seen);
    }

    /// <summary>Python's traceback ends with a line end.</summary>
    [Fact]
    public void Traceback_ends_without_a_line_end()
    {
        var failure = Tx.CreateFailure(new InvalidOperationException("first\nsecond"));

        Assert.EndsWith("second", Tx.FailureFormatTraceback(failure), StringComparison.Ordinal);
        Assert.Equal("InvalidOperationException: first second", Tx.FailureMessage(failure));
    }
}

namespace Txaio.Actors.Tests.Futures;

/// <summary>WhenAny with futures of one type.</summary>
public sealed class WhenAnyTests : FirstOfContract
{
    private readonly InvalidOperationException _error = new("failed");

    protected override string Method => "WhenAny";

    [Fact]
    public void Failure_or_cancel_is_first_as_a_value_is()
    {
        var (failing, cancelled, pending) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        var one = Tx.WhenAny(pending, failing);
        var other = Tx.WhenAny(pending, cancelled);

        failing.Reject(_error);
        cancelled.Cancel("gone");

        Assert.Same(failing, Value(one));
        Assert.Same(cancelled, Value(other));
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Await_gives_the_first_and_its_await_the_value_or_the_exception()
    {
        var (good, bad) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        Tx.Loop.CallSoon(async () =>
        {
            var first = await Tx.WhenAny(good, bad);
            Seen.Add(first == good ? $"good {await first}" : "bad");
            Seen.Add($"{await await Tx.WhenAny([bad, good], cancelOthers: true)}");
        });
        Time.RunUntilIdle();

        good.Resolve(5);
        Time.RunUntilIdle();

        Assert.Equal(["good 5", "5"], Seen);
        Assert.True(bad.IsCancelled);
    }

    [Fact]
    public void Futures_of_several_types_have_a_first()
    {
        var reply = Tx.CreateFuture<string>();
        var sleep = Tx.Sleep(Second);
        Future<IFuture> first = Tx.WhenAny(reply, sleep);
        Future<IFuture> cancelling = Tx.WhenAny([reply, sleep], cancelOthers: true);

        Time.Advance(Second);

        Assert.Same(sleep, Value(first));
        Assert.Same(sleep, Value(cancelling));
        Assert.True(reply.IsCancelled);
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Calls_of_one_future_end_in_the_order_they_were_made()
    {
        var future = Tx.CreateFuture<int>();
        for (var i = 0; i < 4; i++)
        {
            var number = i;
            Tx.WhenAny(future).AddCallbacks(_ => Seen.Add($"{number}"));
        }

        future.Resolve(1);
        Time.RunUntilIdle();

        Assert.Equal(["0", "1", "2", "3"], Seen);
    }

    protected override IFuture First(ITxaio txaio, IEnumerable<Future<int>> futures, bool cancelOthers = false) =>
        txaio.WhenAny(futures, cancelOthers);

    protected override int ValueOf(IFuture first) => Value(Value((Future<Future<int>>)first));
}

/// <summary>WhenAny with futures of different types.</summary>
public sealed class WhenAnyUntypedTests : FirstOfContract
{
    protected override string Method => "WhenAny";

    [Fact]
    public void Foreign_future_is_refused_with_its_position() => Assert.Contains(
        "WhenAny was given a ForeignFuture at position 1",
        Assert.Throws<ArgumentException>(() => Tx.WhenAny(Tx.CreateFuture<int>(), new ForeignFuture())).Message);

    protected override IFuture First(ITxaio txaio, IEnumerable<Future<int>> futures, bool cancelOthers = false) =>
        txaio.WhenAny((IEnumerable<IFuture>)futures, cancelOthers);

    protected override int ValueOf(IFuture first) => Value((Future<int>)Value((Future<IFuture>)first));
}

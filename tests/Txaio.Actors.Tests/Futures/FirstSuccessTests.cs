using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Futures;

/// <summary>FirstSuccess with futures of one type.</summary>
public sealed class FirstSuccessTests : FirstOfContract
{
    private const int Deep = 10_000;

    protected override string Method => "FirstSuccess";

    [Fact]
    public void Failures_before_the_first_success_are_consumed()
    {
        var futures = Futures(4);
        var first = Tx.FirstSuccess(futures);

        futures[0].Reject(new InvalidOperationException("0"));
        futures[3].Cancel("3");
        Assert.False(first.IsCalled);
        futures[2].Resolve(2);
        futures[1].Reject(new InvalidOperationException("1"));

        Assert.Equal("f = 2", EndOf(first));
        Assert.All(futures, future => Assert.True(future.IsObserved));
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void When_all_fail_it_fails_with_all_exceptions_in_the_order_of_the_futures()
    {
        var futures = Futures(3);
        var errors = futures.Select((_, i) => new InvalidOperationException($"{i}")).ToArray();
        var first = Tx.FirstSuccess(futures[0], futures[1], futures[2], futures[0]);

        futures[2].Reject(errors[2]);
        futures[1].Cancel("gone");
        Assert.False(first.IsCalled);
        futures[0].Reject(errors[0]);

        var all = Assert.IsType<AggregateException>(ErrorOf(first));
        Assert.StartsWith("None of the 4 futures succeeded.", all.Message);
        Assert.Equal([errors[0], futures[1].Error!, errors[2], errors[0]], all.InnerExceptions);
    }

    [Fact]
    public void When_all_have_failed_before_it_fails_at_once()
    {
        var (one, other) = (new InvalidOperationException("one"), new InvalidOperationException("other"));

        var first = Tx.FirstSuccess(Tx.CreateFutureError<int>(one), Tx.CreateFutureError<int>(other));

        Assert.True(first.IsCalled);
        Assert.Equal([one, other], Assert.IsType<AggregateException>(ErrorOf(first)).InnerExceptions);
    }

    [Fact]
    public void Ten_thousand_failures_are_all_in_order()
    {
        var futures = Futures(10_000);
        var first = Tx.FirstSuccess(futures);
        for (var i = 0; i < futures.Length; i++)
            futures[(i * 7919) % futures.Length].Reject(new InvalidOperationException($"{(i * 7919) % futures.Length}"));

        Assert.Equal(
            Enumerable.Range(0, futures.Length).Select(i => $"{i}"),
            Assert.IsType<AggregateException>(ErrorOf(first)).InnerExceptions.Select(error => error.Message));
    }

    [Fact]
    public async Task Failures_on_many_threads_fail_it_once()
    {
        for (var round = 0; round < 300; round++)
        {
            var futures = Futures(4);
            var first = default(Future<int>);
            await Threads.Run(5, number =>
            {
                if (number == 4)
                    first = Tx.FirstSuccess(futures);
                else
                    futures[number].Reject(new InvalidOperationException($"{number}"));
            });

            Assert.Equal(
                ["0", "1", "2", "3"],
                Assert.IsType<AggregateException>(first!.Error).InnerExceptions.Select(error => error.Message));
            first.AddCallbacks(null, _ => { });
        }
    }

    [Fact]
    public void Arguments_of_several_types_give_an_object()
    {
        Future<object?> first = Tx.FirstSuccess(Tx.CreateFuture<int>(), Tx.CreateFutureSuccess("text"));
        Future<int> typed = Tx.FirstSuccess(Tx.CreateFuture<int>(), Tx.CreateFutureSuccess(3));
        Future<int> sequence = Tx.FirstSuccess([Tx.CreateFuture<int>(), Tx.CreateFutureSuccess(4)], cancelOthers: true);

        Assert.Equal("f = text", EndOf(first));
        Assert.Equal("f = 3", EndOf(typed));
        Assert.Equal("f = 4", EndOf(sequence));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deep_chain_of_calls_completes_on_a_small_stack(bool succeeds)
    {
        var start = Tx.CreateFuture<int>();
        var last = start;
        for (var i = 0; i < Deep; i++)
            last = Tx.FirstSuccess(last);

        var thread = new Thread(
            () => _ = succeeds ? start.TryResolve(1) : start.TryReject(new InvalidOperationException("deep")),
            256 * 1024);
        thread.Start();
        thread.Join();

        Assert.True(last.IsCalled);
        Assert.Equal(succeeds, last.IsSuccess);
        last.AddCallbacks(null, _ => { });
    }

    protected override IFuture First(ITxaio txaio, IEnumerable<Future<int>> futures, bool cancelOthers = false) =>
        txaio.FirstSuccess(futures, cancelOthers);

    protected override int ValueOf(IFuture first) => Value((Future<int>)first);
}

/// <summary>FirstSuccess with futures of different types.</summary>
public sealed class FirstSuccessUntypedTests : FirstOfContract
{
    protected override string Method => "FirstSuccess";

    [Fact]
    public void Foreign_future_is_refused_with_its_position() => Assert.Contains(
        "FirstSuccess was given a ForeignFuture at position 0",
        Assert.Throws<ArgumentException>(() => Tx.FirstSuccess(new ForeignFuture(), Tx.CreateFuture<int>())).Message);

    protected override IFuture First(ITxaio txaio, IEnumerable<Future<int>> futures, bool cancelOthers = false) =>
        txaio.FirstSuccess((IEnumerable<IFuture>)futures, cancelOthers);

    protected override int ValueOf(IFuture first) => (int)Value((Future<object?>)first)!;
}

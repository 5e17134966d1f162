using System.Runtime.CompilerServices;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Futures;

/// <summary>The rules that all methods for the first of several futures share.</summary>
public abstract class FirstOfContract : FuturesTestKit
{
    private const string Loops =
        """
        txaio.loops {
          io.dispatcher.type = "Txaio.Actors.TestKit.VirtualDispatcherConfigurator, Txaio.Actors.TestKit"
          full { capacity = 1, dispatcher = ${txaio.loops.io.dispatcher} }
        }
        """;

    protected FirstOfContract()
        : base(Loops)
    {
    }

    /// <summary>The name of the method.</summary>
    protected abstract string Method { get; }

    [Fact]
    public void First_that_succeeds_decides_and_the_others_are_left_alone()
    {
        var futures = Futures(3);
        var first = First(Tx, futures);

        futures[1].Resolve(11);
        Assert.True(((IFuture)first).IsCalled);
        futures[0].Resolve(10);

        Assert.Equal(11, ValueOf(first));
        Assert.False(futures[2].IsCalled);
        futures[2].Resolve(12);
        Assert.Equal("f = 12", EndOf(futures[2]));
        Assert.Equal(11, ValueOf(first));
    }

    [Fact]
    public void Of_completed_futures_the_first_in_the_sequence_is_the_first()
    {
        var first = First(Tx, [Tx.CreateFuture<int>(), Tx.CreateFutureSuccess(2), Tx.CreateFutureSuccess(3)]);

        Assert.True(first.IsCalled);
        Assert.Equal(2, ValueOf(first));
    }

    [Fact]
    public void Others_are_cancelled_on_request()
    {
        var futures = Futures(4, canceller: true);
        futures[3].AddCallbacks(null, _ => { });
        var first = First(Tx, futures, cancelOthers: true);

        futures[2].Resolve(2);
        Time.RunUntilIdle();

        Assert.Equal(2, ValueOf(first));
        Assert.Equal([true, true, false, true], futures.Select(future => future.IsCancelled));
        Assert.Equal(["canceller", "canceller", "canceller"], Seen);
        Assert.Equal("Another of the futures was first.", ErrorOf(futures[0]).Message);
    }

    [Fact]
    public void Others_are_cancelled_also_if_the_first_was_completed_before()
    {
        var futures = Futures(3);
        futures[1].Resolve(1);

        First(Tx, futures, cancelOthers: true);

        Assert.Equal([true, false, true], futures.Select(future => future.IsCancelled));
    }

    [Fact]
    public void Cancelling_it_cancels_the_pending_futures_for_the_same_reason()
    {
        var futures = Futures(3, canceller: true);
        var first = First(Tx, futures);

        Assert.True(first.Cancel("all of it"));
        Time.RunUntilIdle();

        Assert.All(futures, future => Assert.True(future.IsCancelled));
        Assert.Equal(["canceller", "canceller", "canceller"], Seen);
        Assert.All(futures, future => Assert.Equal("all of it", ErrorOf(future).Message));
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Cancelling_it_without_a_reason_says_why_the_futures_were_cancelled()
    {
        var futures = Futures(1);

        First(Tx, futures).Cancel();
        Time.RunUntilIdle();

        Assert.Equal("The future of WhenAny or FirstSuccess was cancelled.", ErrorOf(futures[0]).Message);
    }

    [Fact]
    public void Rejecting_it_leaves_the_futures_alone()
    {
        var futures = Futures(2);
        var first = First(Tx, futures);

        first.Reject(new LoopTerminatedException("x"));
        futures[0].Resolve(1);
        Time.RunUntilIdle();

        Assert.False(futures[1].IsCalled);
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void A_future_may_appear_twice()
    {
        var (one, other) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        var first = First(Tx, [other, one, one, other, one], cancelOthers: true);

        one.Resolve(1);

        Assert.Equal(1, ValueOf(first));
        Assert.True(other.IsCancelled);
    }

    [Fact]
    public void No_futures_nulls_and_foreign_futures_are_refused()
    {
        var good = Tx.CreateFuture<int>();

        Assert.StartsWith(
            $"{Method} was given no futures;", Assert.Throws<ArgumentException>("futures", () => First(Tx, [])).Message);
        Assert.Contains(
            $"{Method} was given null at position 1",
            Assert.Throws<ArgumentException>("futures", () => First(Tx, [good, null!])).Message);
        Assert.Throws<ArgumentNullException>("futures", () => First(Tx, null!));
    }

    [Fact]
    public void It_belongs_to_the_loop_of_the_instance_and_the_futures_to_any()
    {
        var io = Tx.WithConfig("io");
        var (here, there) = (Tx.CreateFuture<int>(), io.CreateFuture<int>());
        var first = First(io, [here, there]);

        here.Resolve(1);

        Assert.Same(io.Loop, first.Loop);
        Assert.Equal(1, ValueOf(first));
    }

    [Fact]
    public void Full_and_closed_loops_refuse_it()
    {
        var full = Tx.WithConfig("full");
        var futures = Futures(1);
        full.Loop.CallSoon(() => { });
        Assert.Throws<LoopOverloadedException>(() => First(full, futures));

        Time.Terminate();

        Assert.Throws<LoopTerminatedException>(() => First(Tx, futures));
        Assert.False(futures[0].IsObserved);
    }

    [Fact]
    public void All_futures_count_as_observed_also_those_behind_the_first()
    {
        var futures = Futures(3);
        futures[0].Resolve(0);

        First(Tx, futures);

        Assert.All(futures, future => Assert.True(future.IsObserved));
    }

    [Fact]
    public void Of_ten_thousand_futures_any_may_be_first()
    {
        foreach (var winner in new[] { 0, 7919, 9_999 })
        {
            var futures = Futures(10_000);
            var first = First(Tx, futures, cancelOthers: true);

            futures[winner].Resolve(winner);

            Assert.Equal(winner, ValueOf(first));
            Assert.Equal(9_999, futures.Count(future => future.IsCancelled));
        }
    }

    /// <summary>A stop signal is a future that lives long and takes part in one call after the other.</summary>
    [Fact]
    public void Pending_future_keeps_nothing_of_calls_that_are_over()
    {
        var stop = Tx.CreateFuture<int>();
        var forgotten = Enumerable.Range(0, 100).Select(i => Over(stop, cancel: i % 2 == 0)).ToList();
        Time.RunUntilIdle(); // runs the cancellers
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(forgotten, future => Assert.False(future.TryGetTarget(out _)));
        Assert.False(stop.IsCalled);
        GC.KeepAlive(stop);
    }

    [Fact]
    public async Task Completions_on_many_threads_complete_it_once_with_one_of_them()
    {
        for (var round = 0; round < 300; round++)
        {
            var futures = Futures(4);
            var first = default(IFuture);
            await Threads.Run(5, number =>
            {
                if (number == 4)
                    first = First(Tx, futures);
                else
                    futures[number].Resolve(number);
            });

            Assert.True(first!.IsCalled);
            Assert.InRange(ValueOf(first), 0, 3);
        }
    }

    protected Future<int>[] Futures(int count, bool canceller = false) =>
    [
        .. Enumerable.Range(0, count).Select(
            _ => canceller ? Tx.CreateFuture<int>(_ => Seen.Add("canceller")) : Tx.CreateFuture<int>()),
    ];

    /// <summary>The method under test.</summary>
    protected abstract IFuture First(ITxaio txaio, IEnumerable<Future<int>> futures, bool cancelOthers = false);

    /// <summary>The value of the future that was first.</summary>
    protected abstract int ValueOf(IFuture first);

    /// <summary>Runs the loops and returns the value of a future.</summary>
    protected T Value<T>(Future<T> future)
    {
        T? value = default;
        var ran = false;
        future.AddCallbacks(it => (value, ran) = (it, true));
        Time.RunUntilIdle();
        return ran ? value! : throw new InvalidOperationException($"{future} has no value.");
    }

    // With cancel, the method rejects the result. A cancellation would cancel the long-lived future too.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<IFuture> Over(Future<int> stop, bool cancel)
    {
        var other = Tx.CreateFuture<int>();
        var first = First(Tx, [stop, other]);
        if (cancel)
            first.Reject(new LoopTerminatedException("x"));
        else
            other.Resolve(1);
        return new(first);
    }
}

using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Futures;

/// <summary>CancelAfter cancels the future after a timeout. The completion of the future removes the timeout.</summary>
public sealed class CancelAfterTests : FuturesTestKit
{
    private const string Loops =
        """
        txaio.loops {
          io.dispatcher.type = "Txaio.Actors.TestKit.VirtualDispatcherConfigurator, Txaio.Actors.TestKit"
          blocked.dispatcher { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }
          full { capacity = 1, dispatcher = ${txaio.loops.io.dispatcher} }
        }
        """;

    private readonly IBatchedTimer _timer;

    public CancelAfterTests()
        : base(Loops) => _timer = Tx.MakeBatchedTimer(Second);

    /// <summary>The clocks that a timeout can be on.</summary>
    public static TheoryData<string> Clocks => ["loop", "timer", "timer of another loop"];

    [Theory]
    [MemberData(nameof(Clocks))]
    public void Pending_future_is_cancelled_when_the_timeout_is_due(string clock)
    {
        var future = Tx.CreateFuture<int>(it => Seen.Add($"canceller {it.IsCancelled} {EventLoop.Current}"));
        NoteEnd(future);

        Assert.Same(future, After(future, clock, 5, "too slow"));
        Assert.Contains("the timeout of Future<Int32>", Assert.Single(Time.Pending()).ToString());
        Time.Advance(Second * 4.99);
        Assert.False(future.IsCalled);
        Time.Advance(Second * 0.01);

        Assert.True(future.IsCancelled);
        Assert.Equal(["canceller True loop 'default'", "f ! FutureCancelledException: too slow"], Seen);
        ExpectNothingLeft();
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public void Completion_ends_the_timeout(string clock)
    {
        var error = new InvalidOperationException("failed");
        Future<int>[] futures = [.. Enumerable.Range(0, 4).Select(_ => After(Tx.CreateFuture<int>(), clock, 5))];
        futures[3].AddCallbacks(null, _ => { });
        Assert.Equal(4, Time.PendingCalls);

        futures[0].Resolve(1);
        futures[1].Cancel("by hand");
        futures[2].Ref.Tell(2);
        futures[3].Reject(error);

        ExpectNothingLeft();
        Time.Advance(Second * 10);
        Assert.Equal("f = 1", EndOf(futures[0]));
        Assert.Equal("f ! FutureCancelledException: by hand", EndOf(futures[1]));
        Assert.Equal("f = 2", EndOf(futures[2]));
        Assert.Same(error, ErrorOf(futures[3]));
        Assert.Empty(Unhandled);
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public void First_of_several_timeouts_cancels_and_all_of_them_go(string clock)
    {
        var future = Tx.CreateFuture<int>();
        After(After(After(future, clock, 9, "third"), clock, 3, "first"), clock, 6, "second");
        Assert.Equal(3, Time.PendingCalls);

        Time.Advance(Second * 3);

        Assert.Equal("f ! FutureCancelledException: first", EndOf(future));
        ExpectNothingLeft();
    }

    [Fact]
    public void Timeouts_of_a_loop_and_a_timer_stand_beside_each_other()
    {
        var (one, other) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        one.CancelAfter(Second * 2, "loop").CancelAfter(_timer, Second * 4, "timer");
        other.CancelAfter(_timer, Second * 2, "timer").CancelAfter(Second * 4, "loop");

        Time.Advance(Second * 2);

        Assert.Equal("f ! FutureCancelledException: loop", EndOf(one));
        Assert.Equal("f ! FutureCancelledException: timer", EndOf(other));
        ExpectNothingLeft();
    }

    [Theory]
    [InlineData(0, "loop")]
    [InlineData(0, "timer")]
    [InlineData(-5, "loop")]
    [InlineData(-5, "timer")]
    public void Zero_or_negative_delay_cancels_soon_and_never_inside_the_call(double seconds, string clock)
    {
        var future = After(Tx.CreateFuture<int>(), clock, seconds);
        Assert.False(future.IsCalled);

        Time.RunUntilIdle();

        Assert.True(future.IsCancelled);
        Assert.EndsWith("was not completed within 00:00:00.", ErrorOf(future).Message);
        ExpectNothingLeft();
    }

    [Fact]
    public void Infinite_delay_is_no_timeout()
    {
        var future = Tx.CreateFuture<int>();

        Assert.Same(future, future.CancelAfter(Timeout.InfiniteTimeSpan));
        Assert.Same(future, future.CancelAfter(_timer, Timeout.InfiniteTimeSpan));

        ExpectNothingLeft();
        Time.Advance(TimeSpan.FromDays(400));
        Assert.False(future.IsCalled);
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public void Completed_future_gets_no_timeout_and_stays_as_it_was(string clock)
    {
        var good = After(Tx.CreateFutureSuccess(1), clock, 0);
        var bad = After(Tx.CreateFutureError<int>(new InvalidOperationException("failed")), clock, 1);

        ExpectNothingLeft();
        Assert.Equal("f = 1", EndOf(good));
        Assert.Equal("f ! InvalidOperationException: failed", EndOf(bad));
    }

    [Fact]
    public void Message_by_default_names_the_future_and_the_delay()
    {
        var future = Tx.CreateFuture<string>().CancelAfter(Second * 2.5);

        Time.Advance(Second * 2.5);

        Assert.Equal(
            "Future<String> of loop 'default' (pending) was not completed within 00:00:02.5000000.",
            ErrorOf(future).Message);
    }

    [Fact]
    public void Chain_keeps_the_type_of_the_future()
    {
        Future<int> typed = Tx.CreateFuture<int>().CancelAfter(Second);
        IFuture untyped = ((IFuture)Tx.CreateFuture<int>()).CancelAfter(_timer, Second);
        Future<Akka.Done> none = Tx.CreateFuture().CancelAfter(Second);

        Time.Advance(Second);

        Assert.All([typed, untyped, none], (IFuture future) => Assert.True(future.IsCancelled));
    }

    [Fact]
    public void Children_of_a_gather_are_cancelled_for_the_reason_of_its_timeout()
    {
        var child = Tx.CreateFuture<int>();
        var gathered = Tx.Gather(child).CancelAfter(Second, "all too slow");

        Time.Advance(Second);

        Assert.Equal("f ! FutureCancelledException: all too slow", EndOf(child));
        Assert.True(gathered.IsCancelled);
    }

    [Fact]
    public void Ask_and_sleep_end_by_a_timeout_and_leave_nothing()
    {
        var ask = Tx.Ask<int>(TestActor, "x").CancelAfter(Second);
        var sleep = Tx.Sleep(Second * 10).CancelAfter(_timer, Second);

        Time.Advance(Second);

        Assert.True(ask.IsCancelled);
        Assert.True(sleep.IsCancelled);
        ExpectNothingLeft();
    }

    [Fact]
    public void Blocked_loop_does_not_delay_the_cancel()
    {
        var blocked = Sys.Txaio("blocked");
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        blocked.Loop.CallSoon(() =>
        {
            entered.Set();
            release.Wait(Second * 30);
        });
        Assert.True(entered.Wait(Second * 30));
        var one = blocked.CreateFuture<int>().CancelAfter(Second, "in time");
        var other = blocked.CreateFuture<int>().CancelAfter(_timer, Second, "in time");
        var awaiting = one.AsTask();

        Time.Advance(Second);

        Assert.True(one.IsCancelled && other.IsCancelled);
        Assert.Equal("in time", Assert.Throws<FutureCancelledException>(() => Time.WaitFor(awaiting)).Message);
        release.Set();
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public void Future_is_rejected_when_its_loop_ends_before_the_timeout(string clock)
    {
        var future = After(Tx.CreateFuture<int>(), clock, 5);

        Time.Terminate();

        Assert.IsType<LoopTerminatedException>(future.Error);
        Assert.Equal(0, Tx.Loop.Dependents.Count);
    }

    [Fact]
    public void Closed_loop_refuses_a_timeout_of_a_pending_future_only()
    {
        var (pending, completed) = (Tx.CreateFuture<int>(), Tx.CreateFutureSuccess(1));
        Time.Terminate();

        Assert.Throws<LoopTerminatedException>(() => pending.CancelAfter(Second));
        Assert.Throws<LoopTerminatedException>(() => pending.CancelAfter(_timer, Second));
        Assert.False(pending.IsCalled);
        Assert.Same(completed, completed.CancelAfter(Second));
        Assert.Same(completed, completed.CancelAfter(_timer, Second));
    }

    [Fact]
    public void Full_loop_refuses_a_timeout_and_the_future_stays_pending()
    {
        var full = Tx.WithConfig("full");
        var future = full.CreateFuture<int>();
        full.Loop.CallSoon(() => { });

        Assert.Throws<LoopOverloadedException>(() => future.CancelAfter(Second));

        Assert.Same(future, future.CancelAfter(_timer, Second));
        Time.Advance(Second);
        Assert.True(future.IsCancelled);
    }

    [Fact]
    public void Disposed_timer_drops_its_timeouts_and_refuses_others()
    {
        var future = Tx.CreateFuture<int>().CancelAfter(_timer, Second);

        _timer.Dispose();

        Time.Advance(Second * 2);
        Assert.False(future.IsCalled);
        Assert.Throws<ObjectDisposedException>(() => future.CancelAfter(_timer, Second));
        future.Resolve(1);
        ExpectNothingLeft();
    }

    [Fact]
    public void Timeout_does_not_count_as_a_look_at_the_failure()
    {
        var future = Tx.CreateFuture<int>().CancelAfter(Second);

        future.Reject(new InvalidOperationException("lost"));

        Assert.False(future.IsObserved);
    }

    [Fact]
    public void Arguments_out_of_range_throw()
    {
        var future = Tx.CreateFuture<int>();
        var foreign = new ForeignFuture();

        Assert.Throws<ArgumentOutOfRangeException>("delay", () => future.CancelAfter(TimeSpan.FromDays(36_501)));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => future.CancelAfter(_timer, TimeSpan.FromDays(36_501)));
        Assert.Throws<ArgumentOutOfRangeException>(
            "delay", () => Tx.CreateFutureSuccess(1).CancelAfter(TimeSpan.FromDays(36_501)));
        Assert.Throws<ArgumentNullException>("future", () => ((Future<int>)null!).CancelAfter(Second));
        Assert.Throws<ArgumentNullException>("timer", () => future.CancelAfter((IBatchedTimer)null!, Second));
        var thrown = Assert.Throws<ArgumentException>("future", () => foreign.CancelAfter(Second));
        Assert.StartsWith("CancelAfter was given a ForeignFuture; a Future<T> is needed.", thrown.Message);
        ExpectNothingLeft();
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public void Completed_futures_are_collected_before_their_timeout(string clock)
    {
        var forgotten = Completed(clock);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(forgotten, future => Assert.False(future.TryGetTarget(out _)));
    }

    [Fact]
    public async Task Completions_and_timeouts_at_once_complete_each_future_once()
    {
        for (var round = 0; round < 200; round++)
        {
            Future<int>[] futures = [.. Enumerable.Range(0, 4).Select(_ => Tx.CreateFuture<int>())];
            await Threads.Run(2, number =>
            {
                for (var i = 0; i < futures.Length; i++)
                {
                    if (number == 0)
                        After(futures[i], i % 2 == 0 ? "loop" : "timer", i);
                    else
                        futures[i].Resolve(i);
                }
            });

            Assert.Equal([0, 1, 2, 3], futures.Select(future => future.Result));
        }

        ExpectNothingLeft();
    }

    private TFuture After<TFuture>(TFuture future, string clock, double seconds, string? message = null)
        where TFuture : class, IFuture => clock switch
        {
            "loop" => future.CancelAfter(Second * seconds, message),
            "timer" => future.CancelAfter(_timer, Second * seconds, message),
            _ => future.CancelAfter(OtherTimer, Second * seconds, message),
        };

    private IBatchedTimer OtherTimer => field ??= Tx.WithConfig("io").MakeBatchedTimer(Second, 100, BucketRounding.Up);

    private void ExpectNothingLeft()
    {
        Time.ExpectNothingPending();
        Assert.Equal(0, Tx.Loop.Dependents.Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<WeakReference<Future>> Completed(string clock)
    {
        Future<int>[] futures = [.. Enumerable.Range(0, 3).Select(_ => After(Tx.CreateFuture<int>(), clock, 60))];
        futures[0].Resolve(1);
        futures[1].Cancel();
        futures[2].TryReject(new LoopTerminatedException("x"));
        return [.. futures.Select(future => new WeakReference<Future>(future))];
    }
}

using Akka.Actor;
using Txaio.Actors.Futures.Asking;

namespace Txaio.Actors.Tests.Futures;

/// <summary>The loop of a future: callbacks on it, and full and inline loops.</summary>
public sealed class FutureLoopTests : FuturesTestKit
{
    private const string Loops =
        """
        txaio.loops {
          io.dispatcher.type =
            "Txaio.Actors.TestKit.VirtualDispatcherConfigurator, Txaio.Actors.TestKit"
          full.dispatcher.type =
            "Txaio.Actors.TestKit.VirtualDispatcherConfigurator, Txaio.Actors.TestKit"
          full.capacity = 1
          inline.dispatcher = akka.test.calling-thread-dispatcher
        }
        """;

    public FutureLoopTests()
        : base(Loops)
    {
    }

    /// <summary>
    /// txaio's with_config(loop).as_future(...) and .sleep(...) use the default loop. Here they use the loop of the
    /// instance.
    /// </summary>
    [Fact]
    public void Everything_an_instance_makes_belongs_to_its_loop()
    {
        var io = Tx.WithConfig("io");

        Assert.All(
            [
                io.CreateFuture<int>(), io.CreateFuture(), io.CreateFutureSuccess(1), io.CreateFutureSuccess(),
                io.AsFuture(() => 1), io.AsFuture(() => Task.FromResult(1)),
                io.AsFuture(async () => await Task.Yield()),
                io.AsFuture((CancellationToken _) => Task.CompletedTask), io.AsFuture(x => x, 1), io.Sleep(Second),
                io.Ask<int>(TestActor, "x"), io.Gather(Array.Empty<IFuture>()), Task.CompletedTask.ToFuture(io),
                io.Gather(Tx.CreateFuture<int>()), io.WhenAny(Tx.CreateFuture<int>()),
                io.FirstSuccess(Tx.CreateFuture<int>()),
            ],
            (IFuture future) => Assert.Same(io.Loop, future.Loop));
        Assert.Same(Tx.Loop, io.AsFuture(() => Tx.CreateFuture<int>()).Loop);
    }

    [Fact]
    public void Callbacks_run_on_the_futures_loop_added_by_any_thread()
    {
        var io = Tx.WithConfig("io");
        var future = io.CreateFuture<int>(_ => Seen.Add($"canceller on {EventLoop.Current}"));
        Tx.AddCallbacks(future, errback: _ => Seen.Add($"errback on {EventLoop.Current}"));

        Tx.Cancel(future);
        Time.RunUntilIdle();

        Assert.Equal(["canceller on loop 'io'", "errback on loop 'io'"], Seen);
    }

    [Fact]
    public void Await_on_one_loop_of_a_future_of_another_resumes_on_the_first()
    {
        var there = Tx.WithConfig("io").CreateFuture<int>();
        Tx.Loop.CallSoon(async () =>
        {
            await there;
            Seen.Add($"{EventLoop.Current}");
        });
        Time.RunUntilIdle();

        there.Resolve(1);
        Time.RunUntilIdle();

        Assert.Equal(["loop 'default'"], Seen);
    }

    /// <summary>A full loop refuses new futures and accepts the callbacks of existing futures.</summary>
    [Fact]
    public void Full_loop_refuses_new_futures_and_never_completions()
    {
        var full = Tx.WithConfig("full");
        var future = full.CreateFuture<int>();
        var cancelled = full.CreateFuture<int>(_ => Seen.Add("canceller"));
        full.Loop.CallSoon(() => Seen.Add("soon"));

        foreach (var call in new Action[]
        {
            () => full.CreateFuture<int>(), () => full.CreateFutureSuccess(1),
            () => full.AsFuture(() => Seen.Add("ran")), () => full.Gather([future]),
            () => full.Ask<int>(TestActor, "x"), () => Task.CompletedTask.ToFuture(full),
        })
        {
            Assert.Throws<LoopOverloadedException>(call);
        }

        NoteEnd(future);
        future.Resolve(1);
        cancelled.Cancel();
        Time.RunUntilIdle();

        Assert.Equal(["soon", "f = 1", "canceller"], Seen);
    }

    /// <summary>An inline dispatcher runs the loop inside Cancel, after the future has been completed.</summary>
    [Fact]
    public void Canceller_that_runs_inside_the_cancel_finds_the_future_cancelled()
    {
        var future = Tx.WithConfig("inline").CreateFuture<int>(it => Seen.Add($"{it.IsCancelled}"));
        var cancelling = new Thread(() => future.Cancel()) { IsBackground = true };
        cancelling.Start();

        Assert.True(cancelling.Join(Second * 20));
        Assert.Equal(["True"], Seen);
    }

    [Fact]
    public async Task Asks_whose_token_is_cancelled_meanwhile_leave_nothing_behind()
    {
        var silent = CreateTestProbe();
        for (var i = 0; i < 200; i++)
        {
            using var source = new CancellationTokenSource();
            var cancelling = Task.Run(source.Cancel);
            var future = Tx.Ask<int>(silent.Ref, i, Second, source.Token);
            await cancelling;
            Assert.True(future.IsCancelled);
        }

        Assert.Equal(0, TxaioExtension.Get(Sys).AskTimers.PendingCalls);
        Assert.Equal(0, Tx.Loop.Dependents.Count);
    }
}

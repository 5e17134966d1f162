using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>The end of a loop rejects futures that have a waiter. The loop does not list other futures.</summary>
public sealed class FutureLoopEndTests : FuturesTestKit
{
    /// <summary>The ways to wait for a future.</summary>
    public static TheoryData<string> Waits =>
        ["await", "await in a function", "AsTask", "PipeTo", "Subscribe", "path", "Ask", "Sleep", "gather"];

    [Theory]
    [MemberData(nameof(Waits))]
    public void Future_with_a_waiter_is_rejected_and_its_errbacks_run(string how)
    {
        var future = Wait(how);
        var on = "";
        future.AddCallbacks(null, failure => on = $"{EventLoop.Current}: {failure.Value.GetType().Name}");
        // An await in a function is a dependent of its own.
        Assert.Equal(how == "await in a function" ? 2 : 1, Tx.Loop.Dependents.Count);

        Time.Terminate();

        Assert.True(future.IsCalled);
        Assert.Equal("loop 'default': LoopTerminatedException", on);
        var error = Assert.IsType<LoopTerminatedException>(future.Error);
        Assert.Equal("default", error.Loop);
        Assert.Contains("'default'", error.Message, StringComparison.Ordinal);
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Future_without_a_waiter_stays_pending()
    {
        var future = Tx.CreateFuture<int>();
        NoteEnd(future);
        Assert.Equal(0, Tx.Loop.Dependents.Count);

        Time.Terminate();

        Assert.False(future.IsCalled);
        Assert.Empty(Seen);
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public void Completed_future_is_unregistered_from_the_loop(string how)
    {
        var future = Wait(how);

        future.Cancel();
        Time.RunUntilIdle();

        Assert.Equal(0, Tx.Loop.Dependents.Count);
    }

    /// <summary>Callbacks and a gather do not count as waiters, so the future may be collected.</summary>
    [Fact]
    public void Pending_future_without_a_waiter_is_collected()
    {
        var forgotten = Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(forgotten, future => Assert.False(future.TryGetTarget(out _)));
    }

    [Fact]
    public void Closed_loop_refuses_new_futures_with_its_name()
    {
        Time.Terminate();

        foreach (var call in new Action[]
        {
            () => Tx.CreateFuture<int>(), () => Tx.CreateFuture(), () => Tx.CreateFutureSuccess(1),
            () => Tx.CreateFutureError<int>(new InvalidOperationException()), () => Tx.AsFuture(() => Seen.Add("ran")),
            () => Tx.AsFuture(() => Task.FromResult(Seen)), () => Tx.Gather(Array.Empty<Future<int>>()),
            () => Tx.Ask<int>(ActorRefs.Nobody, "x"), () => Task.CompletedTask.ToFuture(Tx),
        })
        {
            var thrown = Assert.Throws<LoopTerminatedException>(call);
            Assert.Contains("'default'", thrown.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Seen);
    }

    /// <summary>After the end of the loop, completions do not throw, and callbacks run on the thread pool.</summary>
    [Fact]
    public async Task Futures_of_a_closed_loop_still_complete()
    {
        var futures = Enumerable.Range(0, 4).Select(_ => Tx.CreateFuture<int>()).ToArray();
        var called = new TaskCompletionSource<(int, EventLoop?)>();
        var cancelled = new TaskCompletionSource<EventLoop?>();
        var cancellable = Tx.CreateFuture<int>(_ => cancelled.SetResult(EventLoop.Current));
        futures[0].AddCallbacks(value => called.SetResult((value, EventLoop.Current)));
        Time.Terminate();

        futures[0].Resolve(1);
        futures[1].Reject(new InvalidOperationException("late"));
        futures[2].Ref.Tell(3);
        Assert.True(cancellable.Cancel());

        Assert.Equal((1, null), await called.Task.WaitAsync(Second * 30));
        Assert.Null(await cancelled.Task.WaitAsync(Second * 30));
        Assert.Equal(1, await futures[0]);
        Assert.Equal(3, await futures[2]);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await futures[1]);
        // AsTask throws, because a wait that begins after the loop's end would never end.
        await Assert.ThrowsAsync<LoopTerminatedException>(futures[3].AsTask);
    }

    private Future<int> Wait(string how)
    {
        var future = Tx.CreateFuture<int>();
        switch (how)
        {
            case "await":
                _ = Awaiting(future);
                return future;
            case "await in a function":
                _ = Tx.AsFuture(() => Awaiting(future));
                return future;
            case "AsTask":
                _ = future.AsTask();
                _ = future.AsTask();
                return future;
            case "PipeTo":
                future.PipeTo(ActorRefs.Nobody);
                return future;
            case "Subscribe":
                future.Ref.Tell(new Subscribe(ActorRefs.Nobody));
                return future;
            case "path":
                _ = future.Ref.Path;
                return future;
            case "Ask":
                return Tx.Ask<int>(CreateTestProbe().Ref, "question", Timeout.InfiniteTimeSpan);
            case "Sleep":
                return Adapted(Tx.Sleep(Second));
            default:
                var gathered = Tx.Gather([future]);
                _ = gathered.AsTask();
                return Adapted(gathered);
        }
    }

    // The future that is passed has the waiter. The future that is returned gets the same outcome and has no waiter.
    private Future<int> Adapted<T>(Future<T> waited)
    {
        var future = Tx.CreateFuture<int>(_ => waited.Cancel());
        waited.AddCallbacks(_ => future.Resolve(0), future.Reject);
        return future;
    }

    private static async Task Awaiting(Future<int> future)
    {
        try
        {
            await future;
        }
        catch (Exception e) when (e is LoopTerminatedException or FutureCancelledException)
        {
            // The loop has ended, or the test has cancelled the future.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<WeakReference<Future>> Forget()
    {
        var (plain, watched) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>(_ => { }));
        watched.AddCallbacks(_ => { }, _ => { });
        var gathered = Tx.Gather([plain, watched]);
        gathered.AddCallbacks(_ => { });
        _ = plain.Ref;
        return [new(plain), new(watched), new(gathered)];
    }
}

using System.Runtime.CompilerServices;
using Akka;
using Akka.Actor;
using Akka.Actor.Dsl;
using Akka.Actor.Internal;

namespace Txaio.Actors.Tests.Futures;

/// <content>Functions and <c>RunAsync</c> that a function has started.</content>
public sealed partial class CancelBodyTests
{
    [Fact]
    public void Body_made_in_a_body_is_cancelled_with_it()
    {
        Future<Done>? inner = null;
        var outer = Tx.AsFuture(async () =>
        {
            inner = Tx.AsFuture(async () => await Noted(Tx.Sleep(Second)));
            await inner;
        });

        outer.Cancel("stop");
        Time.RunUntilIdle();

        Assert.True(inner!.IsCancelled);
        Assert.Equal(["FutureCancelledException: stop"], Seen);
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Cancel_of_an_inner_body_leaves_the_outer_body_running()
    {
        Future<Done>? inner = null;
        var outer = Tx.AsFuture(async () =>
        {
            inner = Tx.AsFuture(async () => await Noted(Tx.Sleep(Second)));
            await Noted(inner);
            await Tx.Sleep(Second);
            return "outer";
        });

        inner!.Cancel("inner only");
        Time.Advance(Second);

        Assert.Equal(
            ["FutureCancelledException: inner only", "FutureCancelledException: inner only"], Seen);
        Assert.Equal("f = outer", EndOf(outer));
    }

    [Fact]
    public void RunAsync_made_in_a_body_is_cancelled_with_it()
    {
        Task? started = null;
        var outer = Tx.AsFuture(async () =>
        {
            started = Tx.Loop.RunAsync(async () =>
            {
                Seen.Add("started");
                await Noted(Tx.Sleep(Second));
            });
            await started;
        });
        Time.RunUntilIdle();

        outer.Cancel("stop");
        Time.RunUntilIdle();

        Time.WaitFor(started!);
        Assert.Equal(["started", "FutureCancelledException: stop"], Seen);
        Time.ExpectNothingPending();
    }

    /// <summary>Work that ends without a further await has not taken the cancel, which must not be lost.</summary>
    [Fact]
    public void Cancel_that_awaited_RunAsync_does_not_take_ends_the_next_await()
    {
        var gate = PlainTask();
        var outer = Tx.AsFuture(async () =>
        {
            Seen.Add(await Tx.Loop.RunAsync(async () =>
            {
                await gate.Task;
                return "work";
            }));
            await Noted(Tx.Sleep(Second));
            await Noted(Tx.Sleep(Second));
        });
        Time.RunUntilIdle();

        outer.Cancel("stop");
        Time.RunUntilIdle();
        gate.SetResult();
        Time.Advance(Second);

        Assert.Equal(["work", "FutureCancelledException: stop", "completed"], Seen);
    }

    /// <summary>The cancel has reached the function, although the function awaits a task of the cancelled future.</summary>
    [Theory]
    [InlineData("AsTask")]
    [InlineData("WaitAsync")]
    [InlineData("IFuture")]
    [InlineData("await")]
    public void Cancel_reaches_a_body_once_through_work_that_is_cancelled_when_it_is_awaited(string way)
    {
        var gate = PlainTask();
        var future = Tx.AsFuture(async () =>
        {
            var sleep = Tx.Sleep(Second);
            await gate.Task;
            await Noted(async () => await (way switch
            {
                "AsTask" => sleep.AsTask(),
                "WaitAsync" => sleep.WaitAsync(Second),
                "IFuture" => Untyped(sleep),
                _ => Typed(sleep),
            }));
            await Noted(Tx.Sleep(Second));
        });

        future.Cancel("stop");
        Time.RunUntilIdle();
        gate.SetResult();
        Time.Advance(Second);

        Assert.Equal(["FutureCancelledException: stop", "completed"], Seen);

        static async Task Typed(Future<Done> future) => await future;
        static async Task Untyped(IFuture future) => await future;
    }

    [Fact]
    public void Cancel_that_ended_a_wait_has_reached_the_body()
    {
        var outside = Tx.CreateFuture<int>();
        var future = Tx.AsFuture(async () =>
        {
            await Noted(outside.WaitAsync(Second));
            await Noted(Tx.Sleep(Second));
        });

        future.Cancel("stop");
        Time.Advance(Second);

        Assert.Equal(["FutureCancelledException: stop", "completed"], Seen);
        Assert.False(outside.IsCalled);
    }

    [Fact]
    public void RunAsync_of_a_body_that_is_cancelled_first_never_starts()
    {
        var gate = PlainTask();
        Task? work = null;
        var outer = Tx.AsFuture(async () =>
        {
            await gate.Task;
            work = Tx.Loop.RunAsync(() => throw new InvalidOperationException("started"));
            await work;
        });

        outer.Cancel("stop");
        Time.RunUntilIdle();
        gate.SetResult();
        Time.RunUntilIdle();

        Assert.True(work!.IsCanceled);
        Assert.Equal("stop", Assert.ThrowsAny<OperationCanceledException>(() => Time.WaitFor(work)).Message);
        Assert.Empty(Unhandled);
    }

    /// <summary>The await of the work gets the cancel, so the clean-up of the body goes on.</summary>
    [Fact]
    public void Cancel_of_RunAsync_that_has_not_started_has_reached_the_body()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var slower = SlowerLoop();
        var future = Tx.AsFuture(async () =>
        {
            await Noted(slower.RunAsync(() => Task.CompletedTask));
            await Noted(Tx.Sleep(Second));
        });

        future.Cancel("stop");
        Time.RunUntilIdle();
        Time.Advance(Second);

        Assert.Equal(2, Seen.Count);
        Assert.EndsWith("Exception: stop", Seen[0], StringComparison.Ordinal);
        Assert.Equal("completed", Seen[1]);
    }

    /// <summary>The body goes on when the token is cancelled, long before a busy loop comes to the work.</summary>
    [Fact]
    public void Cancel_is_not_lost_in_RunAsync_that_its_token_has_cancelled_before_its_start()
    {
        using var source = new CancellationTokenSource();
        var gate = PlainTask();
        var slower = SlowerLoop();
        var future = Tx.AsFuture(async () =>
        {
            await Noted(slower.RunAsync(() => Task.CompletedTask, source.Token));
            await gate.Task;
            await Noted(Tx.Sleep(Second));
        });
        source.Cancel();

        future.Cancel("stop");
        Time.RunUntilIdle();
        gate.SetResult();
        Time.Advance(Second);

        Assert.Equal(2, Seen.Count);
        Assert.StartsWith("TaskCanceledException: ", Seen[0], StringComparison.Ordinal);
        Assert.Equal("FutureCancelledException: stop", Seen[1]);
    }

    /// <summary>A timer or a connection pool may keep the context that it captured in the function for ever.</summary>
    [Fact]
    public void Context_that_is_kept_keeps_neither_the_work_nor_the_actor_of_an_ended_body()
    {
        var (context, work, actor) = EndedBody();

        for (var i = 0; i < 3; i++)
        {
            Time.RunUntilIdle();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal((false, false), (work.IsAlive, actor.IsAlive));
        GC.KeepAlive(context);
    }

    // A loop whose turn comes after the next turn of the default loop, which runs the cancel of a future.
    private EventLoop SlowerLoop()
    {
        var slower = Tx.NewLoop("slower");
        Time.RunUntilIdle();
        Tx.Loop.CallSoon(static () => { });
        return slower;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (ExecutionContext Context, WeakReference Work, WeakReference Actor) EndedBody()
    {
        ExecutionContext? context = null;
        WeakReference? work = null, actor = null;
        var calling = Sys.ActorOf(dsl => dsl.ReceiveAny((_, _) =>
        {
            actor = new WeakReference(InternalCurrentActorCellKeeper.Current);
            _ = Tx.AsFuture(async () =>
            {
                context = ExecutionContext.Capture();
                work = new WeakReference(Tx.CreateFuture<int>(static _ => { }));
                await Tx.Sleep(TimeSpan.Zero);
            });
        }));
        calling.Tell("begin");
        Time.RunUntilIdle();
        Sys.Stop(calling);
        Time.RunUntilIdle();
        return (context!, work!, actor!);
    }
}

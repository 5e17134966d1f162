using Akka;
using Akka.Actor;
using Akka.Actor.Dsl;
using Akka.Actor.Internal;

namespace Txaio.Actors.Tests.Futures;

/// <content>The scope ends where the function's own code ends: at callbacks, and at other actors.</content>
public sealed partial class CancelBodyTests
{
    public static TheoryData<string> Callbacks =>
    [
        "CallSoon", "CallSoon async", "CallLater", "CallLater state", "batched", "AddCallbacks", "AddBoth", "repeated",
        "Post", "PipeTo",
    ];

    /// <summary>The scope ends at a callback: the callback's own work is not the body's.</summary>
    [Theory]
    [MemberData(nameof(Callbacks))]
    public void Scope_does_not_flow_into_callbacks(string way)
    {
        var outside = Tx.CreateFuture<int>();
        Future<Done>? sleep = null;
        var future = Tx.AsFuture(async () =>
        {
            Schedule(way, () => sleep = Tx.Sleep(Second * 10));
            await outside;
        });
        Time.Advance(Second);

        future.Cancel("stop");
        Time.Advance(Second * 10);

        Assert.Equal("f = Akka.Done", EndOf(sleep!));
    }

    /// <summary>The rest of a callback that awaits is not the body's, either.</summary>
    [Fact]
    public void Async_callback_of_a_body_runs_on_when_the_body_is_cancelled()
    {
        var future = Tx.AsFuture(async () =>
        {
            Tx.Loop.CallSoon(async () =>
            {
                await Tx.Sleep(Second);
                await Task.Yield();
                await Tx.Sleep(Second);
                Seen.Add("to its end");
            });
            await Noted(Tx.Sleep(Second * 10));
        });
        Time.RunUntilIdle();

        future.Cancel("stop");
        Time.Advance(Second * 2);

        Assert.Equal(["FutureCancelledException: stop", "to its end"], Seen);
    }

    /// <summary>An actor that is told a message inline, or on a thread that the context flowed to.</summary>
    [Theory]
    [InlineData("akka.test.calling-thread-dispatcher", false)]
    [InlineData("akka.test.calling-thread-dispatcher", true)]
    [InlineData("akka.actor.internal-dispatcher", false)]
    [InlineData("akka.actor.internal-dispatcher", true)]
    public async Task Actor_that_the_body_tells_a_message_runs_on(string dispatcher, bool awaitsFirst)
    {
        var got = new TaskCompletionSource();
        var ended = new TaskCompletionSource<string>();
        var promise = Tx.CreateFuture<int>();
        var actor = Sys.ActorOf(
            Props.Create(() => new Awaiting(promise, awaitsFirst, got, ended)).WithDispatcher(dispatcher), "awaiting");
        var future = Tx.AsFuture(async () =>
        {
            actor.Tell("begin");
            await Tx.Sleep(Second);
        });
        await got.Task.WaitAsync(TimeSpan.FromSeconds(20));

        future.Cancel("stop");
        Time.RunUntilIdle();
        promise.Resolve(5);

        Assert.Equal("got 5", await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    /// <summary>An actor that completes a plain task runs the rest of the body inside its own turn.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Body_that_an_actor_resumes_in_its_turn_is_reached(bool isOwn)
    {
        var gate = PlainTask();
        var outside = Tx.CreateFuture<int>();
        var completing = Sys.ActorOf(dsl => dsl.ReceiveAny((_, _) => gate.SetResult()), "completing");
        var future = Tx.AsFuture(async () =>
        {
            await gate.Task;
            await (isOwn ? Noted(Tx.Sleep(Second)) : Noted(outside));
        });
        completing.Tell("complete");
        Time.RunUntilIdle();

        future.Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal(["FutureCancelledException: stop"], Seen);
        Time.ExpectNothingPending();
    }

    /// <summary>Akka's test kit leaves its actor as the current actor of the thread that constructs a test.</summary>
    [Fact]
    public void Body_that_resumes_on_a_thread_with_a_left_over_actor_is_reached()
    {
        var gate = PlainTask();
        var outside = Tx.CreateFuture<int>();
        var left = InternalCurrentActorCellKeeper.Current;
        Assert.NotNull(left);
        InternalCurrentActorCellKeeper.Current = null;
        var future = Tx.AsFuture(async () =>
        {
            await gate.Task;
            await Noted(outside);
        });
        var thread = new Thread(() =>
        {
            InternalCurrentActorCellKeeper.Current = left;
            gate.SetResult();
        });
        thread.Start();
        thread.Join();

        future.Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal(["FutureCancelledException: stop"], Seen);
    }

    /// <summary>Code in ReceiveAsync runs on the actor's task scheduler.</summary>
    [Fact]
    public void Body_that_an_actor_calls_in_ReceiveAsync_is_reached()
    {
        Future<Done>? future = null, sleep = null;
        Func<Task> receive = () =>
        {
            future = Tx.AsFuture(async () =>
            {
                sleep = Tx.Sleep(Second * 10);
                await sleep;
            });
            return Task.CompletedTask;
        };
        var calling = Sys.ActorOf(
            Props.Create(() => new CallingAsync(receive)).WithDispatcher(VirtualDispatcherId), "calling");
        calling.Tell("begin");
        Time.RunUntilIdle();

        future!.Cancel("stop");
        Time.RunUntilIdle();

        Assert.True(sleep!.IsCancelled);
        Time.ExpectNothingPending();
    }

    private void Schedule(string way, Action callback)
    {
        switch (way)
        {
            case "CallSoon":
                Tx.Loop.CallSoon(callback);
                break;
            case "CallSoon async":
                Tx.Loop.CallSoon(async () =>
                {
                    await Task.Yield();
                    callback();
                });
                break;
            case "CallLater":
                Tx.CallLater(Second, callback);
                break;
            case "CallLater state":
                Tx.CallLater(Second, static callback => callback(), callback);
                break;
            case "batched":
                Tx.MakeBatchedTimer(Second).CallLater(Second, callback);
                break;
            case "AddCallbacks":
                Tx.CreateFutureSuccess(1).AddCallbacks(_ => callback());
                break;
            case "AddBoth":
                Tx.CreateFutureSuccess(1).AddBoth(_ => callback());
                break;
            case "repeated":
                RepeatedCall? call = null;
                call = Tx.CallRepeatedly(Second, () =>
                {
                    callback();
                    call!.Cancel();
                });
                break;
            case "PipeTo":
                Tx.CreateFutureSuccess(1).PipeTo(_silent, success: value =>
                {
                    callback();
                    return value;
                });
                break;
            default:
                Tx.Loop.SynchronizationContext.Post(_ => callback(), null);
                break;
        }
    }

    private sealed class Awaiting : ReceiveActor
    {
        public Awaiting(
            Future<int> promise, bool awaitsFirst, TaskCompletionSource got, TaskCompletionSource<string> ended) =>
            ReceiveAsync<string>(async _ =>
            {
                try
                {
                    if (awaitsFirst)
                        await Task.Delay(1);
                    var value = promise.WaitAsync(CancellationToken.None);
                    got.SetResult();
                    ended.SetResult($"got {await value}");
                }
                catch (Exception e)
                {
                    ended.SetResult(e.Message);
                }
            });
    }

    private sealed class CallingAsync : ReceiveActor
    {
        public CallingAsync(Func<Task> receive) => ReceiveAsync<string>(_ => receive());
    }
}

using Akka.Actor;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.NewLoops;

/// <summary>In virtual time, <c>DisposeAsync</c> closes a loop as the end of the actor system does.</summary>
public sealed class DisposeLoopTests() : LoopTestKit("akka.actor.serialize-messages = off")
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void DisposeAsync_runs_the_queue_rejects_waiters_and_drops_calls()
    {
        var loop = Api.NewLoop("realm-1");
        var txaio = Api.WithConfig(loop);
        var timer = txaio.MakeBatchedTimer(Second);
        var future = txaio.CreateFuture<int>();
        future.AddCallbacks(null, failure => Note($"{failure.Value.Message} on {EventLoop.Current}"));
        Task[] waiting =
        [
            future.AsTask(),
            txaio.Sleep(Hour).AsTask(),
            txaio.Ask<int>(Sys.ActorOf(Props.Create<Silent>()), "?").AsTask(),
            loop.RunAsync(async () => await txaio.CreateFuture<int>()),
        ];
        Time.RunUntilIdle();
        DelayedCall[] calls =
        [
            txaio.CallLater(Hour, Note, "never"),
            timer.CallLater(Hour, Note, "never"),
            timer.CallLater(Second, Note, "never"),
        ];
        loop.TimeProvider.CreateTimer(_ => Note("timer"), null, Hour, Hour);
        loop.CallSoon(Note, "queued");

        Dispose(loop);

        Assert.All(calls, static call => Assert.False(call.IsActive || call.Cancel()));
        Time.Advance(Hour * 2);
        Assert.Equal(["queued", "timer", "Loop 'realm-1' ended before this was done. on loop 'realm-1'"], Notes);
        Assert.All(waiting, static task => Assert.IsType<LoopTerminatedException>(task.Exception!.InnerException));
        Assert.Equal(0, timer.PendingCalls);
        Assert.Empty(Published.Warnings);
        Assert.Empty(Published.Errors);
        Assert.Empty(TxaioExtension.Get(Sys).GetStoppedParts());
        Assert.Empty(TxaioExtension.Get(Sys).GetScheduledCalls());
    }

    [Fact]
    public void Instance_promise_and_timer_of_a_disposed_loop_refuse_new_work()
    {
        var loop = Api.NewLoop("realm-1");
        var txaio = Api.WithConfig(loop);
        var timer = txaio.MakeBatchedTimer(Second);
        var future = txaio.CreateFuture<string>();

        Dispose(loop);

        Assert.Same(txaio, Api.WithConfig(loop));
        Assert.All<Action>(
            [
                () => loop.CallSoon(static () => { }),
                () => loop.RunAsync(static () => Task.CompletedTask),
                () => txaio.CallLater(Second, static () => { }),
                () => txaio.CreateFuture<int>(),
                () => txaio.Ask<int>(TestActor, "?"),
                () => txaio.Sleep(Second),
                () => timer.CallLater(Second, static () => { }),
                () => _ = timer.Ref,
            ],
            static act => Assert.Equal("realm-1", Assert.Throws<LoopTerminatedException>(act).Loop));
        Assert.True(future.TryResolve("late"));
        Assert.Equal("late", future.Result);
        Assert.Equal(0, loop.GetStatistics().Pending);
    }

    [Fact]
    public void Timer_of_another_loop_is_left_alone()
    {
        var others = Api.MakeBatchedTimer(Second);
        others.CallLater(Second, Note, "runs");

        Dispose(Api.NewLoop("realm-1"));
        Time.Advance(Second * 2);

        Assert.Equal(["runs"], Notes);
    }

    [Fact]
    public void DisposeAsync_of_a_configured_loop_throws_and_says_what_to_do()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Loop.DisposeAsync());

        Assert.Equal(
            $"Loop 'default' is configured (txaio.loops.default) and closes with its actor system '{Sys.Name}': end the "
            + "system to close it. Only loops of NewLoop are disposed.",
            error.Message);
        Assert.True(Loop.IsOpen);
    }

    [Fact]
    public void DisposeAsync_twice_and_at_once_completes_each_time()
    {
        var loop = Api.NewLoop("realm-1");

        Time.WaitFor(Task.WhenAll(loop.DisposeAsync().AsTask(), loop.DisposeAsync().AsTask()));

        Assert.True(loop.DisposeAsync().IsCompleted);
    }

    [Fact]
    public void DisposeAsync_refuses_new_work_at_once()
    {
        var loop = Api.NewLoop("realm-1");
        loop.CallSoon(Note, "queued");

        var disposed = loop.DisposeAsync().AsTask();

        Assert.Throws<LoopTerminatedException>(() => loop.CallSoon(Note, "late"));
        Assert.Throws<InvalidActorNameException>(() => Api.NewLoop("realm-1"));
        Assert.Same(loop, Sys.Txaio("realm-1").Loop);
        Assert.False(disposed.IsCompleted);
        Time.WaitFor(disposed);
        Assert.Equal(["queued"], Notes);
    }

    [Fact]
    public void Await_using_off_loops_resumes_while_the_time_is_driven()
    {
        async Task Use()
        {
            await using (var loop = Api.NewLoop("realm-1"))
                await loop.RunAsync(() => Task.CompletedTask);
            await Api.Sleep(Second);
            Note("after");
        }

        var used = Use();
        Time.Advance(Second);

        Assert.Equal(["after"], Notes);
        Assert.True(used.IsCompletedSuccessfully);
    }

    [Fact]
    public void Loop_that_was_stopped_is_reported_until_it_is_disposed()
    {
        var extension = TxaioExtension.Get(Sys);
        var loop = Api.NewLoop("realm-1");

        Sys.Stop(loop.Ref);
        Time.RunUntilIdle();

        Assert.Equal(["loop 'realm-1' has ended"], extension.GetStoppedParts());
        Assert.Contains(loop, extension.Loops);
        Assert.Equal(
            "Loop 'realm-1' was stopped while the actor system runs; it closes", Assert.Single(Published.Warnings));
        Dispose(loop);
        Assert.Empty(extension.GetStoppedParts());
        Assert.DoesNotContain(loop, extension.Loops);
        Dispose(Api.NewLoop("realm-1"));
    }

    [Fact]
    public void DisposeAsync_on_the_loop_itself_resumes_off_it()
    {
        var loop = Api.NewLoop("realm-1");
        var done = new TaskCompletionSource<EventLoop?>();
        loop.CallSoon(async () =>
        {
            await loop.DisposeAsync();
            done.SetResult(EventLoop.Current);
        });

        Assert.Null(Time.WaitFor(done.Task));
        Assert.True(loop.IsClosed);
    }

    [Fact]
    public void Repeated_call_whose_run_closes_its_loop_is_over_behind_that_run()
    {
        var loop = Api.NewLoop("realm-1");
        RepeatedCall? call = null;
        Task? disposed = null;
        call = loop.CallRepeatedly(Second, () =>
        {
            disposed = loop.DisposeAsync().AsTask();
            loop.SynchronizationContext.Post(_ => Note($"active: {call!.IsActive}"), null);
        });

        Time.Advance(Second);
        Time.WaitFor(disposed!);

        Assert.Equal(["active: False"], Notes);
    }

    private void Dispose(EventLoop loop) => Time.WaitFor(loop.DisposeAsync().AsTask());

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}

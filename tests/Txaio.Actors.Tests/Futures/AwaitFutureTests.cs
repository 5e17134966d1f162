using System.Collections.Concurrent;
using Akka.Actor;
using Txaio.Actors.Futures.Awaiting;

namespace Txaio.Actors.Tests.Futures;

/// <summary>await and AsTask of futures.</summary>
public sealed class AwaitFutureTests : FuturesTestKit
{
    [Fact]
    public void Await_returns_the_value()
    {
        var future = Tx.CreateFuture<int>();
        var awaiting = Awaiting(future);
        Assert.False(awaiting.IsCompleted);

        future.Resolve(3);

        Assert.Equal(3, Time.WaitFor(awaiting));
    }

    [Fact]
    public async Task Await_and_AsTask_throw_the_original_exception_with_its_stack_trace()
    {
        var error = Thrown();
        var future = Tx.CreateFutureError<int>(error);

        for (var i = 0; i < 3; i++)
        {
            var awaited = await Assert.ThrowsAsync<InvalidOperationException>(async () => await future);
            var asTask = await Assert.ThrowsAsync<InvalidOperationException>(future.AsTask);

            Assert.Same(error, awaited);
            Assert.Same(error, asTask);
            Assert.Contains(nameof(Thrown), awaited.StackTrace, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AsTask_of_a_cancelled_future_is_faulted_so_that_the_message_is_kept()
    {
        var future = Tx.CreateFuture<int>();
        var task = future.AsTask();
        Task untyped = ((IFuture)future).AsTask();
        future.Cancel("the message");

        var error = await Assert.ThrowsAsync<FutureCancelledException>(() => task);

        Assert.Equal("the message", error.Message);
        Assert.True(task.IsFaulted);
        Assert.False(task.IsCanceled);
        await Assert.ThrowsAsync<FutureCancelledException>(() => untyped);
        await Assert.ThrowsAsync<FutureCancelledException>(async () => await future);
    }

    [Fact]
    public void Await_on_a_loop_resumes_on_it_when_another_thread_resolves()
    {
        var future = Tx.CreateFuture<int>();
        Tx.Loop.CallSoon(async () =>
        {
            Seen.Add($"before {EventLoop.Current}");
            var value = await future;
            Seen.Add($"after {EventLoop.Current} {value}");
            await Tx.CreateFutureSuccess(1);
            Seen.Add($"completed {EventLoop.Current}");
            await future.AsTask();
            Seen.Add($"task {EventLoop.Current}");
        });
        Time.RunUntilIdle();
        Tx.Loop.CallSoon(() => Seen.Add("queued before"));

        Time.WaitFor(Task.Run(() => future.Resolve(5)));
        Time.RunUntilIdle();

        Assert.Equal(
            [
                "before loop 'default'", "queued before", "after loop 'default' 5", "completed loop 'default'",
                "task loop 'default'",
            ],
            Seen);
    }

    [Fact]
    public void Await_never_resumes_inside_the_call_that_completes()
    {
        var future = Tx.CreateFuture<int>();
        Tx.Loop.CallSoon(async () =>
        {
            await future;
            Seen.Add("after await");
        });
        Tx.Loop.CallSoon(() =>
        {
            future.Resolve(1);
            Seen.Add("after resolve");
        });

        Time.RunUntilIdle();

        Assert.Equal(["after resolve", "after await"], Seen);
    }

    [Fact]
    public void Resolve_runs_nothing_that_waits_for_a_task_taken_on_a_loop()
    {
        var future = Tx.CreateFuture<int>();
        Task<int>? after = null;
        Tx.Loop.CallSoon(() =>
        {
            after = future.AsTask().ContinueWith(
                static _ => Environment.CurrentManagedThreadId,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        });
        Time.RunUntilIdle();

        future.Resolve(1);

        Assert.NotEqual(Environment.CurrentManagedThreadId, Time.WaitFor(after!));
    }

    [Fact]
    public void Await_off_loops_resumes_in_the_captured_context()
    {
        var context = new ListContext();
        var future = Tx.CreateFuture<int>();
        var awaiting = context.Run(() => Awaiting(future));

        future.Resolve(1);
        Assert.False(awaiting.IsCompleted);
        Assert.Equal(1, context.RunPosted());

        Assert.True(awaiting.IsCompletedSuccessfully);
    }

    [Fact]
    public void Await_off_loops_resumes_in_the_captured_task_scheduler()
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var future = Tx.CreateFuture<int>();
        var begun = new TaskCompletionSource();
        var task = Task.Factory.StartNew(
            async () =>
            {
                begun.SetResult();
                await future;
                return ReferenceEquals(TaskScheduler.Current, scheduler);
            },
            CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
        Time.WaitFor(begun.Task);

        future.Resolve(1);

        Assert.True(Time.WaitFor(task));
    }

    [Fact]
    public void Await_without_a_context_resumes_on_the_pool()
    {
        var future = Tx.CreateFuture<int>();
        var task = Task.Run(async () =>
        {
            await future;
            return (Thread.CurrentThread.IsThreadPoolThread, EventLoop.Current);
        });

        future.Resolve(1);

        Assert.Equal((true, null), Time.WaitFor(task));
    }

    /// <summary>A closed context refuses the post of one await. The other awaits still resume.</summary>
    [Fact]
    public void Await_in_a_context_that_refuses_is_reported_and_stops_nothing()
    {
        var future = Tx.CreateFuture<int>();
        _ = new RefusingContext().Run(() => Awaiting(future));
        NoteEnd(future);

        future.Resolve(1);
        _ = new RefusingContext().Run(() => Awaiting(future));
        Time.RunUntilIdle();

        Assert.Equal(["f = 1"], Seen);
        var failure = Assert.Single(Unhandled);
        Assert.Equal("closed", failure.Cause.Message);
        Assert.Contains("RefusingContext", failure.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Execution_context_flows_through_await()
    {
        var local = new AsyncLocal<string> { Value = "mine" };
        var future = Tx.CreateFuture<int>();
        var task = Task.Run(async () =>
        {
            await future;
            return local.Value;
        });
        local.Value = "other";

        Time.WaitFor(Task.Run(() => future.Resolve(1)));

        Assert.Equal("mine", Time.WaitFor(task));
    }

    /// <summary>An Ask keeps the await of the asking thread itself.</summary>
    [Fact]
    public void Execution_context_flows_through_OnCompleted_of_an_Ask()
    {
        var target = CreateTestProbe();
        var asked = Time.WaitFor(Task.Run(() =>
        {
            var local = new AsyncLocal<string> { Value = "mine" };
            var asked = Tx.Ask<int>(target, "question");
            asked.GetAwaiter().OnCompleted(() => Seen.Add(local.Value));
            return asked;
        }));

        asked.Ref.Tell(1);
        Time.RunUntilIdle();

        Assert.Equal(["mine"], Seen);
    }

    [Fact]
    public void GetResult_blocks_until_another_thread_resolves()
    {
        var future = Tx.CreateFuture<int>();
        var blocked = Task.Factory.StartNew(
            () => future.GetAwaiter().GetResult(), TaskCreationOptions.LongRunning);
        SpinWait.SpinUntil(
            () => blocked.IsCompleted || future.FindAmongNewest<TaskContinuation<int>>() is not null, Second * 30);
        Assert.False(blocked.IsCompleted);

        future.Resolve(4);

        Assert.Equal(4, Time.WaitFor(blocked));
    }

    [Fact]
    public void GetResult_on_the_futures_own_loop_throws_instead_of_blocking_for_ever()
    {
        var (pending, completed) = (Tx.CreateFuture<int>(), Tx.CreateFutureSuccess(2));
        Tx.Loop.CallSoon(() => Seen.Add($"{completed.GetAwaiter().GetResult()}"));
        Tx.Loop.CallSoon(() => pending.GetAwaiter().GetResult());

        Time.RunUntilIdle();

        Assert.Equal(["2"], Seen);
        Assert.Contains("await it", Assert.IsType<InvalidOperationException>(Assert.Single(Unhandled).Cause).Message);
    }

    [Fact]
    public void Awaiter_refuses_a_null_continuation()
    {
        Assert.Throws<ArgumentNullException>(() => Tx.CreateFuture().GetAwaiter().OnCompleted(null!));
        Assert.Throws<ArgumentNullException>(() => Tx.CreateFuture().GetAwaiter().UnsafeOnCompleted(null!));
        Assert.Throws<ArgumentNullException>(() => ((IFuture)Tx.CreateFuture()).GetAwaiter().OnCompleted(null!));
        Assert.Throws<ArgumentNullException>(() => ((IFuture)Tx.CreateFuture()).GetAwaiter().UnsafeOnCompleted(null!));
    }

    private static async Task<int> Awaiting(Future<int> future) => await future;

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("thrown");
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private class ListContext : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public T Run<T>(Func<T> work)
        {
            var outer = Current;
            SetSynchronizationContext(this);
            try
            {
                return work();
            }
            finally
            {
                SetSynchronizationContext(outer);
            }
        }

        public int RunPosted() => Run(() =>
        {
            var ran = 0;
            for (; _posted.TryDequeue(out var posted); ran++)
                posted.Callback(posted.State);
            return ran;
        });
    }

    private sealed class RefusingContext : ListContext
    {
        public override void Post(SendOrPostCallback d, object? state) =>
            throw new InvalidOperationException("closed");
    }
}

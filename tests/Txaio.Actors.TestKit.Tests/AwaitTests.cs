using Akka.Actor;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>Code off loops and actors awaits the library, and a drive waits for the code after the await.</summary>
public sealed class AwaitTests : VirtualTestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private int _seen;

    private ITxaio Txaio => Sys.Txaio();

    public static TheoryData<string> Waits => [.. AllWaits.Keys];

    // The wait without a context is left out, because .NET itself posts the code after it to the context.
    public static TheoryData<string> WaitsInContext =>
        [.. AllWaits.Keys.Where(static wait => wait != "sleep without context")];

    private static Dictionary<string, Func<ITxaio, Task>> AllWaits { get; } = new()
    {
        ["sleep"] = async txaio => await txaio.Sleep(Second),
        ["sleep without context"] = async txaio => await txaio.Sleep(Second).ConfigureAwait(false),
        ["task of a sleep"] = async txaio => await txaio.Sleep(Second).AsTask(),
        ["Task.Delay"] = txaio => Task.Delay(Second, txaio.Loop.TimeProvider),
        ["future"] = async txaio =>
        {
            var future = txaio.CreateFuture<int>();
            txaio.CallLater(Second, future.Resolve, 1);
            await future;
        },
        ["wait with a timeout"] = async txaio =>
        {
            await Assert.ThrowsAsync<TimeoutException>(() => txaio.CreateFuture<int>().WaitAsync(Second));
        },
        ["Task.WaitAsync"] = async txaio =>
        {
            await Assert.ThrowsAsync<TimeoutException>(
                () => new TaskCompletionSource().Task.WaitAsync(Second, txaio.Loop.TimeProvider));
        },
        ["Ask that times out"] = async txaio =>
        {
            try
            {
                await txaio.Ask<int>(txaio.CreateFuture<int>().Ref, new object(), Second);
            }
            catch (AskTimeoutException)
            {
            }
        },
        ["work on the loop"] = txaio => txaio.Loop.RunAsync(async () => await txaio.Sleep(Second)),
        ["async function as a future"] = async txaio => await txaio.AsFuture(async () => await txaio.Sleep(Second)),
        ["future of a task"] = async txaio => await txaio.Sleep(Second).AsTask().ToFuture(txaio),
        ["rejected future"] = async txaio =>
        {
            var future = txaio.CreateFuture<int>();
            txaio.CallLater(Second, future.Reject, (Exception)new NotSupportedException());
            await Assert.ThrowsAsync<NotSupportedException>(async () => await future);
        },
    };

    [Theory]
    [MemberData(nameof(WaitsInContext))]
    public void Advance_waits_for_code_after_an_await_in_the_context_of_the_test(string wait) =>
        ExpectTen(() => Work(wait));

    [Theory]
    [MemberData(nameof(Waits))]
    public void Advance_waits_for_code_after_an_await_on_the_thread_pool(string wait) =>
        ExpectTen(() => StartOnPool(() => Work(wait)));

    [Theory]
    [MemberData(nameof(Waits))]
    public void Advance_in_one_step_waits_for_code_after_an_await(string wait)
    {
        var work = StartOnPool(() => Work(wait));

        Time.Advance(Second * 10);

        Assert.Equal(10, _seen);
        Assert.True(work.IsCompletedSuccessfully);
    }

    [Fact]
    public void Advance_waits_for_an_await_of_a_future_that_was_completed_before()
    {
        var future = Txaio.CreateFuture<int>();
        var work = Wait();
        future.Resolve(1);

        Time.Advance(Second);

        Assert.True(work.IsCompletedSuccessfully);

        async Task Wait()
        {
            await future;
            await Txaio.Sleep(Second);
        }
    }

    [Fact]
    public void Advance_waits_for_Asks_of_actors_one_after_the_other()
    {
        var echo = Sys.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualDispatcherId));
        var work = StartOnPool(async () =>
        {
            for (; _seen < 100; _seen++)
                await Txaio.Ask<string>(echo, "hello");
        });

        Time.RunUntilIdle();

        Assert.Equal(100, _seen);
        Assert.True(Time.WaitFor(work.ContinueWith(static _ => true)));
    }

    [Fact]
    public void Advance_waits_for_many_awaits_of_one_time()
    {
        _ = StartOnPool(() => Task.WhenAll(Enumerable.Range(0, 5_000).Select(async _ =>
        {
            await Txaio.Sleep(Second);
            Interlocked.Increment(ref _seen);
        })));

        Time.Advance(Second);

        Assert.Equal(5_000, _seen);
    }

    [Fact]
    public async Task Code_after_an_await_may_drive_the_time()
    {
        var sleep = Txaio.Sleep(Second);
        var driving = Task.Run(() => Time.Advance(Second));
        await sleep;

        Time.Advance(Second);

        await driving;
        Assert.Equal(Second * 2, Time.Elapsed);
    }

    [Fact]
    public async Task Code_after_an_await_on_the_thread_pool_may_drive_the_time()
    {
        await Task.Run(async () =>
        {
            var future = Txaio.CreateFuture<int>();
            _ = Task.Run(() => future.Resolve(1));
            await future;
            Time.Advance(Second);
        });

        Assert.Equal(Second, Time.Elapsed);
    }

    [Fact]
    public async Task Task_of_a_future_has_its_result_when_Resolve_returns()
    {
        var here = Txaio.CreateFuture<int>();
        var task = here.AsTask();
        here.Resolve(1);
        Assert.True(task.IsCompletedSuccessfully);

        var there = Txaio.CreateFuture<int>();
        var started = new TaskCompletionSource<Task<int>>();
        _ = Task.Run(() => started.SetResult(there.AsTask()));
        var other = await started.Task;
        there.Resolve(2);
        Assert.True(other.IsCompletedSuccessfully);
    }

    [Fact]
    public void Resolve_runs_nothing_that_awaits()
    {
        var future = Txaio.CreateFuture<int>();
        var thread = 0;
        var work = Task.Run(() => future.AsTask()).ContinueWith(
            _ => thread = Environment.CurrentManagedThreadId, TaskContinuationOptions.ExecuteSynchronously);

        future.Resolve(1);
        Time.WaitFor(work);

        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Resolve_in_the_context_of_an_await_runs_nothing_that_awaits_and_keeps_the_context()
    {
        var before = SynchronizationContext.Current;
        var context = new TestContext();
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var future = Txaio.CreateFuture<int>();
            var work = ThreadAfter(future.AsTask());

            future.Resolve(1);

            Assert.Same(context, SynchronizationContext.Current);
            Assert.NotEqual(Environment.CurrentManagedThreadId, Time.WaitFor(work));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>The second await gets no share in the task of the first, which resumes elsewhere.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Advance_waits_for_awaits_of_one_future_in_two_contexts(bool poolFirst)
    {
        var sleeps = Enumerable.Range(1, 10).Select(second => Txaio.Sleep(Second * second)).ToArray();
        Task[] works = poolFirst ? [StartOnPool(Wait), Wait()] : [Wait(), StartOnPool(Wait)];

        for (var i = 1; i <= sleeps.Length; i++)
        {
            Time.Advance(Second);
            Assert.Equal(2 * i, Volatile.Read(ref _seen));
        }

        Assert.All(works, static work => Assert.True(work.IsCompletedSuccessfully));

        async Task Wait()
        {
            foreach (var sleep in sleeps)
            {
                await sleep.AsTask();
                Interlocked.Increment(ref _seen);
            }
        }
    }

    [Fact]
    public void Advance_that_waits_too_long_names_the_busy_method()
    {
        using var time = VirtualTime.Create("akka.loglevel = OFF\ntxaio.testkit { timeout = 50ms, pending-at-end = off }");
        using var release = new ManualResetEventSlim();
        var work = StartOnPool(() => Busy(time.Txaio, release));

        var failure = Assert.Throws<TimeoutException>(() => time.Advance(Second));
        release.Set();

        Assert.Contains($"{nameof(AwaitTests)}.{nameof(Busy)} after an await", failure.Message);
        Time.WaitFor(work);
    }

    /// <summary>Without the wake-up, the wait would last until its timeout, and here forever.</summary>
    [Fact]
    public void WaitFor_in_a_context_is_woken_when_a_thread_of_the_pool_completes_the_task()
    {
        var driving = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new TestContext());
            for (var i = 0; i < 20; i++)
            {
                var future = Txaio.CreateFuture<int>();
                var task = future.AsTask();
                Txaio.Loop.CallSoon(() => ThreadPool.UnsafeQueueUserWorkItem(_ => future.Resolve(1), null));
                Time.WaitFor(task, Timeout.InfiniteTimeSpan);
            }
        })
        {
            IsBackground = true,
        };

        driving.Start();

        Assert.True(driving.Join(Second * 60));
    }

    /// <summary>A thread of the pool that waits for another one here would get it half a second later.</summary>
    [Fact]
    public async Task Work_of_many_closed_loops_ends_without_a_wait_for_threads_of_the_pool()
    {
        var gate = new TaskCompletionSource();
        EventLoop[] loops = [.. Enumerable.Range(0, 100).Select(i => Txaio.NewLoop($"closed-{i}"))];
        Task[] works = [];
        // On a thread without a context, so that the code after an await of the work would resume on the pool.
        var starting = new Thread(() => works = Array.ConvertAll(loops, loop => loop.RunAsync(() => EndWith(gate.Task))));
        starting.Start();
        starting.Join();
        Time.RunUntilIdle();
        foreach (var loop in loops)
            _ = loop.DisposeAsync();
        Time.RunUntilIdle();

        gate.SetResult();

        await Task.WhenAll(works).WaitAsync(Second * 10);
    }

    private static async Task EndWith(Task gate) => await gate;

    private static async Task<int> ThreadAfter(Task task)
    {
        await task;
        return Environment.CurrentManagedThreadId;
    }

    private static async Task Busy(ITxaio txaio, ManualResetEventSlim release)
    {
        await txaio.Sleep(Second);
        release.Wait();
    }

    // Waits until the work awaits for the first time, because no drive waits for the thread that runs it before.
    private static Task StartOnPool(Func<Task> work)
    {
        using var awaits = new ManualResetEventSlim();
        var task = Task.Run(() =>
        {
            var started = work();
            awaits.Set();
            return started;
        });
        Assert.True(awaits.Wait(Second * 30));
        return task;
    }

    private void ExpectTen(Func<Task> start)
    {
        var work = start();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(i, Volatile.Read(ref _seen));
            Time.Advance(Second);
        }

        Assert.Equal(10, _seen);
        Assert.True(work.IsCompleted || Task.WaitAll([work], Second * 30));
    }

    private async Task Work(string wait)
    {
        for (var i = 0; i < 10; i++)
        {
            await AllWaits[wait](Txaio);
            Interlocked.Increment(ref _seen);
        }
    }

    private sealed class TestContext : SynchronizationContext;
}

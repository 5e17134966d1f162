using System.Collections.Concurrent;
using Akka.Actor;
using Txaio.Actors.Futures.Awaiting;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// Awaits that one thread completes in a row resume as a batch. Each await resumes as if it had an entry of its own in
/// the thread pool's queue.
/// </summary>
public sealed class AwaitBatchTests : FuturesTestKit
{
    [Fact]
    public async Task Awaits_completed_by_many_threads_resume_once_each()
    {
        const int Threads = 4, Each = 20_000;
        var ran = new int[Threads * Each];
        using var all = new CountdownEvent(ran.Length);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => OnThreadOfItsOwn(() =>
        {
            for (var i = thread * Each; i < (thread + 1) * Each; i++)
            {
                var number = i;
                AwaitBatch.Queue(new Await(() =>
                {
                    Interlocked.Increment(ref ran[number]);
                    all.Signal();
                }));
            }
        })));

        Assert.True(all.Wait(Patience));
        Assert.All(ran, static times => Assert.Equal(1, times));
    }

    [Fact]
    public void Queue_drained_by_many_threads_resumes_each_await_once()
    {
        var ran = new int[20_000];

        OnPool([.. Enumerable.Range(0, ran.Length).Select(i => new Await(() => Interlocked.Increment(ref ran[i])))]);

        Assert.All(ran, static times => Assert.Equal(1, times));
    }

    [Fact]
    public void Await_that_blocks_does_not_delay_the_next()
    {
        using var last = new ManualResetEventSlim();
        var inTime = false;

        OnPool([new Await(() => inTime = last.Wait(Patience)), new Await(static () => { }), new Await(last.Set)]);

        Assert.True(inTime);
    }

    [Fact]
    public async Task Await_that_blocks_until_the_next_completes_does_not_deadlock()
    {
        var target = Sys.ActorOf(Props.Create<AnswersTwoAtOnce>());

        for (var i = 0; i < 200; i++)
        {
            using var second = new ManualResetEventSlim();
            var asks = new Func<Task>[] { () => Ask(() => Assert.True(second.Wait(Patience))), () => Ask(second.Set) };
            await Task.WhenAll(asks.Select(Task.Run));
        }

        async Task Ask(Action running)
        {
            await Tx.Ask<string>(target, "both").ConfigureAwait(false);
            running();
        }
    }

    [Fact]
    public void Each_await_resumes_with_a_clean_pool_thread()
    {
        var local = new AsyncLocal<string?>();
        var seen = new ConcurrentQueue<(string?, bool)>();
        var running = () =>
        {
            seen.Enqueue((local.Value, SynchronizationContext.Current is null));
            local.Value = "left behind";
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        };

        OnPool([.. Enumerable.Range(0, 5).Select(_ => new Await(running))]);

        Assert.Equal(Enumerable.Repeat(((string?)null, true), 5), seen);
    }

    /// <summary>A batch writes a link into each of its awaits, so the test counts the links.</summary>
    [Fact]
    public async Task Awaits_completed_one_at_a_time_are_queued_singly_but_for_probes()
    {
        var linked = 0;

        await OnThreadOfItsOwn(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                using var ran = new ManualResetEventSlim();
                var entry = new Await(ran.Set);
                AwaitBatch.Queue(entry);
                Assert.True(ran.Wait(Patience));
                if (entry.WasLinked)
                    linked++;
            }
        });

        // The first eight awaits are linked, and then two of every 34.
        Assert.InRange(linked, 60, 70);
    }

    [Fact]
    public void Resumed_awaits_are_not_kept()
    {
        Await[] awaits = [.. Enumerable.Range(0, 3).Select(static _ => new Await(static () => { }))];

        OnPool(awaits);

        Assert.All(awaits, static entry => Assert.Null(entry.NextInBatch));
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Queues the awaits as one entry of the thread pool, and waits until all have resumed.
    private static void OnPool(Await[] awaits)
    {
        using var all = new CountdownEvent(awaits.Length);
        for (var i = 0; i < awaits.Length; i++)
        {
            awaits[i].Resumed = all;
            if (i > 0)
                awaits[i - 1].NextInBatch = awaits[i];
        }

        ThreadPool.UnsafeQueueUserWorkItem(new AwaitQueue(awaits[0]), preferLocal: false);
        Assert.True(all.Wait(Patience));
    }

    private static Task OnThreadOfItsOwn(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class Await(Action running) : IThreadPoolAwait
    {
        private IThreadPoolAwait? _next;

        public bool WasLinked { get; private set; }

        public CountdownEvent? Resumed { get; set; }

        public ref IThreadPoolAwait? NextInBatch
        {
            get
            {
                WasLinked = true;
                return ref _next;
            }
        }

        public void Execute()
        {
            running();
            Resumed?.Signal();
        }
    }

    private sealed class AnswersTwoAtOnce : UntypedActor
    {
        private IActorRef? _first;

        protected override void OnReceive(object message)
        {
            if (_first is null)
            {
                _first = Sender;
                return;
            }

            _first.Tell(message);
            Sender.Tell(message);
            _first = null;
        }
    }
}

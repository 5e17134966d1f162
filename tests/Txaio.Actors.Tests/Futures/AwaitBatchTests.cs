using System.Collections.Concurrent;
using Akka.Actor;

namespace Txaio.Actors.Tests.Futures;

/// <summary>Awaits that one thread calls in a row go on together, and yet as if each had an entry of its own.</summary>
public sealed class AwaitBatchTests : FuturesTestKit
{
    [Fact]
    public async Task All_go_on_once_each_whatever_thread_called_them()
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
    public void All_of_a_queue_go_on_once_each_whoever_helps()
    {
        var ran = new int[20_000];

        OnPool([.. Enumerable.Range(0, ran.Length).Select(i => new Await(() => Interlocked.Increment(ref ran[i])))]);

        Assert.All(ran, static times => Assert.Equal(1, times));
    }

    [Fact]
    public void One_that_blocks_does_not_keep_those_behind_it()
    {
        using var last = new ManualResetEventSlim();
        var inTime = false;

        OnPool([new Await(() => inTime = last.Wait(Patience)), new Await(static () => { }), new Await(last.Set)]);

        Assert.True(inTime);
    }

    [Fact]
    public async Task Await_that_blocks_until_another_answer_is_there_gets_it()
    {
        var target = Sys.ActorOf(Props.Create<AnswersTwoAtOnce>());

        for (var i = 0; i < 200; i++)
        {
            using var second = new ManualResetEventSlim();
            var asks = new Func<Task>[] { () => Ask(() => Assert.True(second.Wait(Patience))), () => Ask(second.Set) };
            await Task.WhenAll(asks.Select(Task.Run));
        }

        async Task Ask(Action goesOn)
        {
            await Tx.Ask<string>(target, "both").ConfigureAwait(false);
            goesOn();
        }
    }

    [Fact]
    public void Each_finds_the_thread_as_the_pool_gives_it()
    {
        var local = new AsyncLocal<string?>();
        var seen = new ConcurrentQueue<(string?, bool)>();
        var goesOn = () =>
        {
            seen.Enqueue((local.Value, SynchronizationContext.Current is null));
            local.Value = "left behind";
            SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        };

        OnPool([.. Enumerable.Range(0, 5).Select(_ => new Await(goesOn))]);

        Assert.Equal(Enumerable.Repeat(((string?)null, true), 5), seen);
    }

    /// <summary>The link that a batch writes into an await is what would be felt.</summary>
    [Fact]
    public async Task Called_one_at_a_time_they_are_queued_apart_but_for_a_look_now_and_then()
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

        // The first eight, and two of 34 from then on.
        Assert.InRange(linked, 60, 70);
    }

    [Fact]
    public void Nothing_is_kept_of_those_that_have_gone_on()
    {
        Await[] awaits = [.. Enumerable.Range(0, 3).Select(static _ => new Await(static () => { }))];

        OnPool(awaits);

        Assert.All(awaits, static entry => Assert.Null(entry.NextInBatch));
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Lets all of them go on, beginning with one thread, and waits for them.
    private static void OnPool(Await[] awaits)
    {
        using var all = new CountdownEvent(awaits.Length);
        for (var i = 0; i < awaits.Length; i++)
        {
            awaits[i].WentOn = all;
            if (i > 0)
                awaits[i - 1].NextInBatch = awaits[i];
        }

        ThreadPool.UnsafeQueueUserWorkItem(new AwaitQueue(awaits[0]), preferLocal: false);
        Assert.True(all.Wait(Patience));
    }

    private static Task OnThreadOfItsOwn(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class Await(Action goesOn) : IPoolAwait
    {
        private IPoolAwait? _next;

        public bool WasLinked { get; private set; }

        public CountdownEvent? WentOn { get; set; }

        public ref IPoolAwait? NextInBatch
        {
            get
            {
                WasLinked = true;
                return ref _next;
            }
        }

        public void Execute()
        {
            goesOn();
            WentOn?.Signal();
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

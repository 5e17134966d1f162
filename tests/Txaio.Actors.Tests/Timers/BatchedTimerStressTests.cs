using Akka.Actor;

namespace Txaio.Actors.Tests.Timers;

/// <summary>Batched calls on real threads with Akka's own scheduler: no call is lost, and no call runs twice.</summary>
public sealed class BatchedTimerStressTests : TxaioTestKit
{
    private const int Threads = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 100)]
    [InlineData(50, 7)]
    public void Calls_run_once_or_their_cancel_returned_true(int bucketMs, int chunkSize)
    {
        const int perThread = 10_000;
        var timer = Sys.Txaio().MakeBatchedTimer(TimeSpan.FromMilliseconds(bucketMs), chunkSize);
        var ran = new int[Threads * perThread];
        var cancelled = new bool[ran.Length];
        OnThreads(thread =>
        {
            var random = new Random(thread);
            var calls = new DelayedCall[perThread];
            for (var i = 0; i < perThread; i++)
            {
                var index = (thread * perThread) + i;
                calls[i] = timer.CallLater(
                    TimeSpan.FromMilliseconds(random.Next(0, 300)), () => Interlocked.Increment(ref ran[index]));
                // Every second call also cancels an older call, which may run at this moment.
                var old = random.Next(i + 1);
                if (i % 2 == 0 && calls[old].Cancel())
                    cancelled[(thread * perThread) + old] = true;
            }
        });

        WaitUntilEmpty(timer);

        for (var i = 0; i < ran.Length; i++)
            Assert.Equal(cancelled[i] ? 0 : 1, ran[i]);
    }

    [Fact]
    public async Task Messages_are_told_once_or_their_cancel_returned_true()
    {
        const int perThread = 2000;
        var timer = Sys.Txaio().MakeBatchedTimer(TimeSpan.FromMilliseconds(2));
        var told = new int[Threads * perThread];
        var counter = Sys.ActorOf(Props.Create(() => new Counter(told)));
        var cancelled = new bool[told.Length];
        OnThreads(thread =>
        {
            for (var i = 0; i < perThread; i++)
            {
                var index = (thread * perThread) + i;
                var call = timer.CallLater(TimeSpan.FromMilliseconds(i % 50), counter, index);
                if (i % 3 == 0)
                    cancelled[index] = call.Cancel();
            }
        });

        WaitUntilEmpty(timer);
        // PendingCalls does not count a message that the timer is about to tell, so the test waits for the counter.
        var expected = cancelled.Count(static it => !it);
        Assert.Equal(expected, await counter.Ask<int>(new CountTo(expected), Patience));

        for (var i = 0; i < told.Length; i++)
            Assert.Equal(cancelled[i] ? 0 : 1, told[i]);
    }

    [Fact]
    public void Dispose_while_threads_schedule_ends_every_call()
    {
        for (var round = 0; round < 10; round++)
        {
            var timer = Sys.Txaio().MakeBatchedTimer(TimeSpan.FromMilliseconds(5));
            var disposed = false;
            var late = 0;
            var refused = 0;
            OnThreads(thread =>
            {
                if (thread == 0)
                {
                    Thread.SpinWait(20_000);
                    timer.Dispose();
                    // A call that began before Dispose may still run on the loop. The loop runs this behind that call.
                    Sys.Txaio().Loop.RunAsync(() =>
                    {
                        Volatile.Write(ref disposed, true);
                        return Task.CompletedTask;
                    }).Wait();
                    return;
                }

                try
                {
                    for (var i = 0; ; i++)
                    {
                        timer.CallLater(TimeSpan.FromMilliseconds(i % 20), () =>
                        {
                            if (Volatile.Read(ref disposed))
                                Interlocked.Increment(ref late);
                        });
                    }
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                }
            });

            Assert.Equal(Threads - 1, refused);
            Assert.Equal(0, late);
            Assert.Equal(0, timer.PendingCalls);
        }
    }

    [Fact]
    public void Chunks_finer_than_the_schedulers_tick_are_spread_and_end_with_the_bucket()
    {
        // txaio schedules each chunk with a delay of its own, and needs 1.6 s for these calls instead of 1 s.
        var txaio = Sys.Txaio();
        var bucket = TimeSpan.FromMilliseconds(500);
        var delay = TimeSpan.FromMilliseconds(100);
        var timer = txaio.MakeBatchedTimer(bucket, chunkSize: 10, BucketRounding.Up);
        var times = new List<TimeSpan>();
        var now = txaio.Loop.Time;
        for (var i = 0; i < 10_000; i++)
            timer.CallLater(delay, () => times.Add(txaio.Loop.Time));
        var filled = txaio.Loop.Time;
        WaitUntilEmpty(timer);

        // No chunk is early. The upper bound leaves room for a busy machine.
        Assert.Equal(10_000, times.Count);
        var due = bucket * Math.Ceiling((now + delay) / bucket);
        var latest = filled + TimeSpan.FromSeconds(5);
        Assert.InRange(times[0], due, latest);
        Assert.InRange(times[5_000], due + (bucket / 2), latest);
        Assert.InRange(times[^1], due + (bucket * 0.999), latest);
    }

    private static void OnThreads(Action<int> work)
    {
        using var barrier = new Barrier(Threads);
        Exception? failure = null;
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            barrier.SignalAndWait();
            try
            {
                work(i);
            }
            catch (Exception e)
            {
                failure = e;
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        Assert.Null(failure);
    }

    // The calls run in real time. PendingCalls is zero when the loop has taken the last call out of its slot.
    private void WaitUntilEmpty(IBatchedTimer timer)
    {
        AwaitCondition(() => timer.PendingCalls == 0, Patience, TimeSpan.FromMilliseconds(5));
        // The loop runs this behind the last call.
        Sys.Txaio().Loop.RunAsync(static () => Task.CompletedTask).Wait();
    }

    private sealed record CountTo(int Messages) : INoSerializationVerificationNeeded;

    private sealed class Counter : ReceiveActor
    {
        private int _count;
        private CountTo? _goal;
        private IActorRef _asker = ActorRefs.Nobody;

        public Counter(int[] told)
        {
            Receive<int>(index =>
            {
                told[index]++;
                _count++;
                ReplyWhenReached();
            });
            Receive<CountTo>(goal =>
            {
                _goal = goal;
                _asker = Sender;
                ReplyWhenReached();
            });
        }

        private void ReplyWhenReached()
        {
            if (_count != _goal?.Messages)
                return;
            _asker.Tell(_count);
        }
    }
}

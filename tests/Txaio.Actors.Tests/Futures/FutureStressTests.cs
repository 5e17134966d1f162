using System.Collections.Concurrent;
using Akka.Actor;
using CsCheck;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>Futures with real threads: one completion wins, and each callback runs once, in order.</summary>
public sealed class FutureStressTests : TxaioTestKit
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private readonly ITxaio _tx;

    public FutureStressTests() => _tx = Sys.Txaio();

    [Fact]
    public void Threads_that_race_to_complete_have_exactly_one_winner()
    {
        const int Rounds = 300;
        const int Threads = 6;
        var cancellers = 0;
        var futures = Enumerable.Range(0, Rounds)
            .Select(_ => _tx.CreateFuture<int>(_ => Interlocked.Increment(ref cancellers))).ToArray();
        var ends = new ConcurrentBag<(int Round, int Value)>();
        for (var i = 0; i < Rounds; i++)
        {
            var round = i;
            futures[i].AddCallbacks(
                value => ends.Add((round, value)),
                failure => ends.Add((round, failure.Value is FutureCancelledException ? -2 : -1)));
        }

        var winners = new int[Rounds];
        var wonBy = new int[Rounds];
        OnThreads(Threads, (thread, barrier) =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                barrier.SignalAndWait();
                var (won, mark) = thread switch
                {
                    0 => (futures[i].Cancel(), -2),
                    1 => (futures[i].TryReject(new InvalidOperationException()), -1),
                    _ => (futures[i].TryResolve(thread), thread),
                };
                if (!won)
                    continue;
                Interlocked.Increment(ref winners[i]);
                wonBy[i] = mark;
            }
        });
        Flush();

        Assert.All(winners, count => Assert.Equal(1, count));
        Assert.Equal(Rounds, ends.Count);
        Assert.All(ends, end => Assert.Equal(wonBy[end.Round], end.Value));
        Assert.Equal(wonBy.Count(mark => mark == -2), cancellers);
    }

    [Fact]
    public void Callbacks_added_while_another_thread_resolves_run_once_and_in_order()
    {
        const int Rounds = 200;
        const int Adders = 3;
        const int Each = 20;
        var futures = Enumerable.Range(0, Rounds).Select(_ => _tx.CreateFuture<int>()).ToArray();
        var seen = new List<(int Round, int Adder, int Number)>();
        OnThreads(Adders + 1, (thread, barrier) =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                var round = i;
                barrier.SignalAndWait();
                if (thread == Adders)
                {
                    Thread.SpinWait(round * 5);
                    futures[round].Resolve(round);
                    continue;
                }

                for (var n = 0; n < Each; n++)
                {
                    var number = n;
                    // All callbacks run on the loop, so the list needs no lock.
                    futures[round].AddCallbacks(_ => seen.Add((round, thread, number)));
                }
            }
        });
        Flush();

        Assert.Equal(Rounds * Adders * Each, seen.Count);
        foreach (var one in seen.GroupBy(call => (call.Round, call.Adder)))
            Assert.Equal(Enumerable.Range(0, Each), one.Select(call => call.Number));
    }

    [Fact]
    public async Task Awaits_tasks_and_gathers_racing_with_the_completion_all_end()
    {
        const int Rounds = 100;
        var futures = Enumerable.Range(0, Rounds).Select(_ => _tx.CreateFuture<int>()).ToArray();
        var ends = new ConcurrentBag<Task<int>>();
        OnThreads(4, (thread, barrier) =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                barrier.SignalAndWait();
                switch (thread)
                {
                    case 0:
                        futures[i].Resolve(i);
                        break;
                    case 1:
                        ends.Add(futures[i].AsTask());
                        break;
                    case 2:
                        ends.Add(Awaiting(futures[i]));
                        break;
                    default:
                        ends.Add(Summing(_tx.Gather([futures[i], futures[i]])));
                        break;
                }
            }
        });

        var values = await Task.WhenAll(ends).WaitAsync(Guard);
        Assert.Equal(Enumerable.Range(0, Rounds).Sum() * 4, values.Sum());
        Assert.Equal(0, _tx.Loop.Dependents.Count);

        static async Task<int> Awaiting(Future<int> future) => await future;
        static async Task<int> Summing(Future<IReadOnlyList<Outcome<int>>> future) =>
            (await future).Sum(outcome => outcome.Value);
    }

    /// <summary>A reply or a failure arrives while several threads are at different steps of their await.</summary>
    [Fact]
    public async Task Awaits_of_an_Ask_racing_with_its_reply_all_resume()
    {
        const int Rounds = 1_000;
        const int Awaiters = 3;
        const int Failed = 1_000_000;
        var targets = Enumerable.Range(0, Rounds).Select(static _ => new SenderKeeper()).ToArray();
        var asks = new Future<int>[Rounds];
        var ends = new ConcurrentBag<Task<int>>();
        OnThreads(Awaiters + 1, (thread, barrier) =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                // Thread 1 asks. Then all threads but thread 0 await the Ask, while thread 0 replies.
                if (thread == 1)
                    asks[i] = _tx.Ask<int>(targets[i], "question");
                barrier.SignalAndWait();
                if (thread > 0)
                    ends.Add(Awaiting(asks[i]));
                else if (i % 2 == 0)
                    targets[i].Sender!.Tell(i, ActorRefs.NoSender);
                else
                    targets[i].Sender!.Tell(new Status.Failure(new InvalidOperationException()), ActorRefs.NoSender);
            }
        });

        var values = await Task.WhenAll(ends).WaitAsync(Guard);
        var answered = Enumerable.Range(0, Rounds).Where(static i => i % 2 == 0).Sum();
        Assert.Equal(Awaiters * Rounds, values.Length);
        Assert.Equal(Awaiters * (answered + ((long)Failed * Rounds / 2)), values.Sum(static value => (long)value));
        Assert.Equal(0, _tx.Loop.Dependents.Count);

        static async Task<int> Awaiting(Future<int> ask)
        {
            try
            {
                return await ask.ConfigureAwait(false);
            }
            catch (InvalidOperationException)
            {
                return Failed;
            }
        }
    }

    /// <summary>
    /// The subscription may create the promise while the reply arrives. The subscriber still gets the value.
    /// </summary>
    [Fact]
    public async Task Subscribe_racing_with_the_reply_to_an_awaited_Ask_is_told()
    {
        const int Rounds = 2_000;
        var target = new SenderKeeper();
        var ends = new ConcurrentBag<Task<int>>();
        using var told = new CountdownEvent(Rounds);
        var subscriber = Sys.ActorOf(Props.Create(() => new CountsResolved(told)));
        OnThreads(3, (thread, barrier) =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                if (thread == 0)
                    ends.Add(Awaiting(_tx.Ask<int>(target, "question")));
                barrier.SignalAndWait();
                if (thread == 1)
                    target.Sender!.Tell(i, ActorRefs.NoSender);
                else if (thread == 2)
                    target.Sender!.Tell(new Subscribe(subscriber), ActorRefs.NoSender);
                barrier.SignalAndWait();
            }
        });

        Assert.True(told.Wait(Guard), $"{told.CurrentCount} of {Rounds} are missing");
        Assert.Equal(Enumerable.Range(0, Rounds), (await Task.WhenAll(ends).WaitAsync(Guard)).Order());

        static async Task<int> Awaiting(Future<int> ask) => await ask.ConfigureAwait(false);
    }

    /// <summary>Any sequence of operations on a future has the outcome of a simple model.</summary>
    [Fact]
    public void Any_sequence_of_operations_ends_as_the_model_does() =>
        Gen.Int[0, 3].Array[0, 12].Sample(
            operations =>
            {
                var future = _tx.CreateFuture<int>();
                var (end, added) = ("", 0);
                var seen = new List<string>();
                foreach (var (operation, index) in operations.Select((operation, index) => (operation, index)))
                {
                    var won = operation switch
                    {
                        0 => future.TryResolve(index),
                        1 => future.TryReject(new InvalidOperationException($"{index}")),
                        2 => future.Cancel($"{index}"),
                        _ => Add(),
                    };
                    if (operation < 3 && won != (end.Length == 0))
                        return false;
                    if (won)
                        end = $"{operation}:{index}";
                }

                Flush();
                return seen.Count == (end.Length == 0 ? 0 : added)
                    && seen.Select((text, number) => text == $"{number} {end}").All(same => same)
                    && future.IsCalled == (end.Length > 0);

                bool Add()
                {
                    var number = added++;
                    future.AddCallbacks(
                        value => seen.Add($"{number} 0:{value}"),
                        it => seen.Add(
                            $"{number} {(it.Value is FutureCancelledException ? 2 : 1)}:{it.Value.Message}"));
                    return false;
                }
            },
            iter: 300,
            threads: 1);

    private static void OnThreads(int count, Action<int, Barrier> work)
    {
        using var barrier = new Barrier(count);
        var failures = new ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            try
            {
                work(number, barrier);
            }
            catch (Exception e)
            {
                failures.Enqueue(e);
                barrier.RemoveParticipant();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => Assert.True(thread.Join(Guard)));
        Assert.Empty(failures);
    }

    private sealed class CountsResolved(CountdownEvent told) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is FutureResolved)
                told.Signal();
        }
    }

    private sealed class SenderKeeper : ICanTell
    {
        public IActorRef? Sender { get; private set; }

        public void Tell(object message, IActorRef sender) => Sender = sender;
    }

    /// <summary>Waits until the loop has run all callbacks that are queued now.</summary>
    private void Flush()
    {
        using var done = new ManualResetEventSlim();
        _tx.Loop.CallSoon(done.Set);
        Assert.True(done.Wait(Guard));
    }
}

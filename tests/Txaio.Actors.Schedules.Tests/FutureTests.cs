using Txaio.Actors.Futures.Awaiting;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Schedules.Tests;

public sealed class FutureTests
{
    [Fact]
    public void Future_that_several_threads_complete_is_completed_once() => Schedules.Explore(static () =>
    {
        var future = TestSystem.Txaio.CreateFuture<int>();
        var continuation = new Counter();
        future.AddObserver(continuation);
        var wins = 0;
        Schedules.Run(
            () => Count(future.TryResolve(1)),
            () => Count(future.TryReject(new InvalidOperationException())),
            () => Count(future.Cancel()));
        Schedules.Check(wins == 1, $"{wins} threads completed the future");
        Schedules.Check(continuation.Runs == 1, $"its continuation ran {continuation.Runs} times");

        void Count(bool completed)
        {
            Schedules.Check(future.IsCalled, "the future is pending after a thread has tried to complete it");
            if (completed)
                Interlocked.Increment(ref wins);
        }
    });

    [Fact]
    public void Continuations_that_threads_add_while_another_completes_run_once_and_in_order() =>
        Schedules.Explore(static () =>
        {
            var future = TestSystem.Txaio.CreateFuture<int>();
            var ran = new List<(int Thread, int Number)>();
            Schedules.Run(() => Add(0), () => Add(1), () => future.TryResolve(1));
            foreach (var thread in new[] { 0, 1 })
            {
                var order = string.Join(", ", ran.Where(one => one.Thread == thread).Select(static one => one.Number));
                Schedules.Check(order == "0, 1", $"those of thread {thread} ran as {order}");
            }

            void Add(int thread)
            {
                for (var i = 0; i < 2; i++)
                {
                    var number = i;
                    future.AddContinuation(new Counter(() =>
                    {
                        Schedules.Check(future.IsCalled, "a continuation ran before the future was completed");
                        lock (ran)
                            ran.Add((thread, number));
                    }));
                }
            }
        });

    [Fact]
    public void Gathered_futures_that_threads_complete_complete_the_gather_once() => Schedules.Explore(static () =>
    {
        Future<int> one = TestSystem.Txaio.CreateFuture<int>(), other = TestSystem.Txaio.CreateFuture<int>();
        var gathered = TestSystem.Txaio.Gather(one, other);
        var continuation = new Counter();
        gathered.AddObserver(continuation);
        Schedules.Run(() => one.TryResolve(1), () => other.TryReject(new InvalidOperationException()));
        Schedules.Check(continuation.Runs == 1, $"the gather's continuation ran {continuation.Runs} times");
        Schedules.Check(gathered.Result.Count == 2, "an outcome is missing");
    });

    [Fact]
    public void Cancelled_gather_tells_its_continuation_once() => Schedules.Explore(static () =>
    {
        Future<int> one = TestSystem.Txaio.CreateFuture<int>(), other = TestSystem.Txaio.CreateFuture<int>();
        var gathered = TestSystem.Txaio.Gather(one, other);
        var continuation = new Counter();
        gathered.AddObserver(continuation);
        Schedules.Run(() => one.TryResolve(1), () => other.TryResolve(2), () => gathered.Cancel());
        Schedules.Check(gathered.IsCalled, "the gather is pending");
        Schedules.Check(continuation.Runs == 1, $"the gather's continuation ran {continuation.Runs} times");
    });

    [Fact]
    public void Completed_future_is_no_dependent_of_its_loop() => Schedules.Explore(static () =>
    {
        var future = TestSystem.Txaio.CreateFuture<int>();
        var before = TestSystem.Loop.Dependents.Count;
        Schedules.Run(() => future.RegisterWithLoop(), () => future.RegisterWithLoop(), () => future.TryResolve(1));
        var after = TestSystem.Loop.Dependents.Count;
        Schedules.Check(after == before, $"{after - before} dependents more than before");
    });

    [Fact]
    public void Wait_that_is_not_removed_ends_once_and_one_that_is_removed_at_most_once() =>
        Schedules.Explore(static () =>
        {
            var future = TestSystem.Txaio.CreateFuture<int>();
            Wait kept = new(), first = new(), last = new();
            var list = WaitList.Add(future, first);
            Schedules.Run(
                () => WaitList.Add(future, kept),
                () => WaitList.Add(future, last)?.Remove(last),
                () => list?.Remove(first),
                () => future.TryResolve(1));
            Schedules.Check(kept.Ends == 1, $"the wait ended {kept.Ends} times");
            Schedules.Check(
                first.Ends <= 1 && last.Ends <= 1, $"removed waits ended {first.Ends} and {last.Ends} times");
        });

    private sealed class Counter(Action? run = null) : FutureContinuation
    {
        private int _runs;

        public int Runs => _runs;

        public override void Run(Future future)
        {
            Interlocked.Increment(ref _runs);
            run?.Invoke();
        }
    }

    private sealed class Wait : Waiter
    {
        private int _ends;

        public int Ends => _ends;

        public override void Completed() => Interlocked.Increment(ref _ends);
    }
}

using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Loops.OwnThread;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>The thread of a loop's dispatcher: its sleep, its wake-ups, and its end.</summary>
public sealed class LoopThreadTests
{
    [Fact]
    public void Work_of_two_threads_runs_while_the_thread_falls_asleep() => Schedules.Explore(static () =>
    {
        var executor = new OneThreadExecutor("x", new EventStream(false));
        Work first = new(), second = new(), other = new();
        Schedules.Run(
            () =>
            {
                executor.Execute(first);
                first.Ran.Wait();
                executor.Execute(second);
            },
            () => executor.Execute(other),
            () =>
            {
                second.Ran.Wait();
                other.Ran.Wait();
                executor.Shutdown();
            });
        foreach (var work in new[] { first, second, other })
            Schedules.Check(work.Runs == 1, $"the work ran {work.Runs} times");
    });

    [Fact]
    public void Work_that_comes_while_the_thread_ends_runs_or_is_refused() => Schedules.Explore(static () =>
    {
        var executor = new OneThreadExecutor("x", new EventStream(false));
        Work before = new(), late = new();
        executor.Execute(before);
        var isRefused = false;
        Schedules.Run(executor.Shutdown, () =>
        {
            try
            {
                executor.Execute(late);
            }
            catch (RejectedExecutionException)
            {
                isRefused = true;
            }
        });
        // Work that is lost would be waited for until the end of the schedule.
        before.Ran.Wait();
        if (!isRefused)
            late.Ran.Wait();
        Schedules.Check(late.Runs == (isRefused ? 0 : 1), $"the work ran {late.Runs} times, refused: {isRefused}");
    });

    private sealed class Work : IRunnable
    {
        private int _runs;

        public SemaphoreSlim Ran { get; } = new(0);

        public int Runs => Volatile.Read(ref _runs);

        public void Run()
        {
            Interlocked.Increment(ref _runs);
            Ran.Release();
        }

        public void Execute() => Run();
    }
}

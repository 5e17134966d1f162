namespace Txaio.Actors.Schedules.Tests;

/// <summary>The turns of a loop: callbacks that threads post to it while it runs, rests and ends.</summary>
public sealed class LoopTurnTests
{
    [Fact]
    public void Callbacks_of_two_threads_run_once_in_order_and_one_at_a_time() => Schedules.Explore(static () =>
    {
        var ran = new List<(int Poster, int Number)>();
        var running = 0;
        Schedules.Run(() => Post(0), () => Post(1));
        foreach (var poster in new[] { 0, 1 })
        {
            var numbers = string.Join(", ", ran.Where(one => one.Poster == poster).Select(static one => one.Number));
            Schedules.Check(numbers == "0, 1", $"those of thread {poster} ran as {numbers}");
        }

        Schedules.Check(TestLoop.Open.GetStatistics().Pending == 0, "a callback is pending");

        void Post(int poster)
        {
            for (var i = 0; i < 2; i++)
            {
                var number = i;
                TestLoop.Open.CallSoon(() =>
                {
                    Schedules.Check(Interlocked.Increment(ref running) == 1, "two callbacks run at once");
                    ran.Add((poster, number));
                    Interlocked.Decrement(ref running);
                });
            }
        }
    });

    [Fact]
    public void Callback_that_a_loop_has_taken_runs_once_also_when_the_loop_is_abandoned()
    {
        // Coyote lets no schedule make a loop.
        var loops = new Stack<EventLoop>(TestLoop.MakeOneForEachSchedule());
        Schedules.Explore(() =>
        {
            var loop = loops.Pop();
            int taken = 0, ran = 0;
            Schedules.Run(Post, Post, loop.Abandon);
            Schedules.Check(ran == taken, $"of {taken} callbacks {ran} ran");
            // The actor stops once the callback that kept it has returned.
            loop.Close();
            Schedules.Check(loop.GetStatistics().Pending == 0, "a callback is pending");

            void Post()
            {
                for (var i = 0; i < 2; i++)
                {
                    try
                    {
                        loop.CallSoon(() => Interlocked.Increment(ref ran));
                    }
                    catch (LoopTerminatedException)
                    {
                        continue;
                    }

                    Interlocked.Increment(ref taken);
                }
            }
        });
    }
}

using Txaio.Actors.Threading;

namespace Txaio.Actors.Schedules.Tests;

public sealed class RunQueueTests
{
    private const int EachPoster = 2;
    private const int Posters = 2;

    [Fact]
    public void Entries_come_once_and_in_order_and_each_rest_has_one_wake_up() => Schedules.Explore(static () =>
    {
        var queue = new RunQueue<(int Poster, int Number)>();
        var awake = new SemaphoreSlim(0);
        int wakes = 0, rests = 0;
        Schedules.Run(() => Post(0), () => Post(1), Consume);
        Schedules.Check(wakes == rests, $"{wakes} wake-ups for {rests} rests");
        Schedules.Check(queue.IsEmpty, "an entry is left");

        void Post(int poster)
        {
            for (var i = 0; i < EachPoster; i++)
            {
                if (!queue.Put((poster, i)))
                    continue;
                Interlocked.Increment(ref wakes);
                awake.Release();
            }
        }

        void Consume()
        {
            var next = new int[Posters];
            for (var taken = 0; taken < Posters * EachPoster;)
            {
                if (queue.TryRest())
                {
                    rests++;
                    awake.Wait();
                }

                queue.BeginTurn();
                for (; queue.TryTake(out var entry); taken++)
                {
                    Schedules.Check(
                        next[entry.Poster] == entry.Number,
                        $"entry {entry} came where number {next[entry.Poster]} was next");
                    next[entry.Poster]++;
                }

                queue.EndTurn();
            }

            // Posting threads may have found a mark that this thread no longer needs.
            Schedules.Check(queue.Pending == 0, $"{queue.Pending} entries are pending after the last one");
        }
    });

    [Fact]
    public void Entries_that_are_taken_after_the_end_come_once() => Schedules.Explore(static () =>
    {
        var queue = new RunQueue<int>();
        var taken = 0;
        Schedules.Run(() => queue.Put(1), () => queue.Put(2), Take, Take);
        Take();
        Schedules.Check(taken == 3, $"the sum of the entries was {taken}");

        void Take()
        {
            while (queue.TryTakeAfterEnd(out var entry))
                Interlocked.Add(ref taken, entry);
        }
    });
}

using Txaio.Actors.Loops.Running;
using Txaio.Actors.Threading;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// The run queue without a loop. Each posting thread puts numbers. A taking thread takes them, and waits for a wake-up
/// when the queue rests. Each number comes once, in the order of its thread. Each rest gets exactly one wake-up.
/// </summary>
internal static class RunQueueStress
{
    private const int MostInARow = 8;
    private const int TakesInATurn = 16;
    private const int Each = 2_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    public static void Run(StressRun run)
    {
        for (var round = 0; run.IsRunning; round++)
            new Round(run, round).Play();
    }

    private sealed class Round(StressRun run, int number)
    {
        private readonly RunQueue<WorkItem> _queue = new();
        private readonly SemaphoreSlim _awake = new(0);
        private readonly int _posters = run.Threads - 1;
        private long _wakes;
        private long _rests;

        public void Play()
        {
            run.OnThreads(run.Threads, thread =>
            {
                if (thread < _posters)
                    Post(thread);
                else
                    Take();
            });
            CheckWakes("at the end");
            run.Count("items", (long)_posters * Each);
            run.Count("rests", _rests);
        }

        private void Post(int poster)
        {
            var random = run.Random((number * 16) + poster);
            for (var i = 0; i < Each;)
            {
                for (var row = random.Next(1, MostInARow); row > 0 && i < Each; row--, i++)
                    Post(poster, i);
                if (random.Next(4) == 0)
                    Thread.Yield();
            }
        }

        private void Post(int poster, int i)
        {
            if (!_queue.Put(new WorkItem(ActionInvoker.Instance, this, (poster, i), null)))
                return;
            Interlocked.Increment(ref _wakes);
            _awake.Release();
        }

        private void Take()
        {
            var next = new int[_posters];
            for (var taken = 0; taken < _posters * Each;)
            {
                if (_queue.TryRest() && !IsWokenBehind(taken))
                    return;
                _queue.BeginTurn();
                for (var turn = 0; turn < TakesInATurn && TryTake(next); turn++)
                    taken++;
                CheckWakes("at the end of a turn");
            }

            _queue.EndTurn();
            run.Check(_queue is { IsEmpty: true, Pending: 0 }, () => $"{_queue.Pending} items left in round {number}");
        }

        private bool IsWokenBehind(int taken)
        {
            _rests++;
            if (!_awake.Wait(LongestWait))
            {
                run.Fail($"no wake-up came behind item {taken} of round {number}");
                return false;
            }

            CheckWakes("woken");
            return true;
        }

        private bool TryTake(int[] next)
        {
            if (!_queue.TryTake(out var item))
                return false;
            var (poster, i) = ((int, int))item.State!;
            run.Check(next[poster] == i, () => $"thread {poster}'s item {i} came where {next[poster]} was expected");
            next[poster] = i + 1;
            return true;
        }

        // The taking thread is awake, so each of its rests has ended with one wake-up.
        private void CheckWakes(string when)
        {
            var wakes = Interlocked.Read(ref _wakes);
            run.Check(wakes == _rests, () => $"{wakes} wake-ups for {_rests} rests, {when}, round {number}");
        }
    }
}

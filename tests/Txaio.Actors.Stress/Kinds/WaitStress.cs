using Akka.Actor;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// Many waits for one future. Threads cancel some of the waits while the waits begin. All other waits end with the
/// future. Neither the future nor its loop keeps a wait in memory after the wait has ended.
/// </summary>
internal static class WaitStress
{
    private const int WaitsOfThread = 500;

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    public static void Run(StressRun run)
    {
        using var system = ActorSystem.Create("stress", "akka { loglevel = OFF, stdout-loglevel = OFF }");
        for (var round = 0; run.IsRunning; round++)
            new Round(run, round, system.Txaio()).Play();
        system.Terminate().Wait();
    }

    private sealed class Round(StressRun run, int number, ITxaio txaio)
    {
        private readonly int _pairs = run.Threads / 2;
        private readonly Future<int> _future = txaio.CreateFuture<int>();
        private readonly CancellationTokenSource?[] _toCancel = new CancellationTokenSource?[run.Threads / 2];
        private readonly List<(Task<int> Task, bool IsGivenUp)>[] _waits =
            [.. Enumerable.Range(0, run.Threads / 2).Select(static _ => new List<(Task<int>, bool)>())];

        private int _waiting = run.Threads / 2;

        public void Play()
        {
            run.OnThreads(2 * _pairs, thread =>
            {
                if (thread < _pairs)
                    Wait(thread, run.Random((number * 16) + thread));
                else
                    GiveUp(thread - _pairs);
            });
            _future.Resolve(number);
            foreach (var (task, isGivenUp) in _waits.SelectMany(static waits => waits))
                Check(task, isGivenUp);
            if (!SpinWait.SpinUntil(() => txaio.Loop.Dependents.Count == 0, LongestEnd))
                run.Fail($"round {number}: the loop still holds {txaio.Loop.Dependents.Count} waits that have ended");
        }

        private void Wait(int pair, Random random)
        {
            for (var i = 0; i < WaitsOfThread; i++)
            {
                var source = new CancellationTokenSource();
                var isGivenUp = random.Next(2) == 0;
                if (isGivenUp)
                    Volatile.Write(ref _toCancel[pair], source);
                Thread.SpinWait(random.Next(60));
                _waits[pair].Add((_future.WaitAsync(source.Token), isGivenUp));
                while (Volatile.Read(ref _toCancel[pair]) is not null)
                    Thread.Yield();
            }

            Interlocked.Decrement(ref _waiting);
        }

        private void GiveUp(int pair)
        {
            while (Volatile.Read(ref _waiting) > 0)
            {
                if (Volatile.Read(ref _toCancel[pair]) is not { } source)
                {
                    Thread.Yield();
                    continue;
                }

                source.Cancel();
                Volatile.Write(ref _toCancel[pair], null);
            }
        }

        private void Check(Task<int> task, bool isGivenUp)
        {
            if (!SpinWait.SpinUntil(() => task.IsCompleted, LongestEnd))
                run.Fail($"round {number}: a wait never ended");
            else if (isGivenUp ? !task.IsCanceled : !task.IsCompletedSuccessfully || task.Result != number)
                run.Fail($"round {number}: a wait ended as {task.Status}, given up {isGivenUp}");
            run.Count(isGivenUp ? "given up" : "ended with the future");
        }
    }
}

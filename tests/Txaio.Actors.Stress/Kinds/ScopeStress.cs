using System.Collections.Concurrent;
using Akka.Actor;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// Async functions await futures of all kinds while some threads complete the futures and other threads cancel the
/// functions. Each await ends once. Each cancelled function gets one cancellation, and its clean-up can await again.
/// </summary>
internal static class ScopeStress
{
    private const int FunctionsOfThread = 100;

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(20);

    public static void Run(StressRun run)
    {
        using var system = ActorSystem.Create("stress", "akka { loglevel = OFF, stdout-loglevel = OFF }");
        for (var round = 0; run.IsRunning; round++)
            new Round(run, round, system.Txaio()).Play();
        run.Check(system.Terminate().Wait(LongestEnd), () => "the system has not ended");
    }

    private sealed class Round(StressRun run, int number, ITxaio txaio)
    {
        private readonly int _pairs = run.Threads / 2;
        private readonly ConcurrentQueue<Action> _toComplete = [];
        private readonly ConcurrentBag<ScopedFunction> _functions = [];

        private int _starting = run.Threads / 2;

        public void Play()
        {
            run.OnThreads(2 * _pairs, thread =>
            {
                var random = run.Random((number * 16) + thread);
                if (thread < _pairs)
                    StartAndCancel(random);
                else
                    Complete(random);
            });
            foreach (var function in _functions)
                Check(function);
            run.Check(
                SpinWait.SpinUntil(() => txaio.Loop.Dependents.Count == 0, LongestEnd),
                () => $"round {number}: the loop still holds {txaio.Loop.Dependents.Count} futures that have ended");
        }

        private void StartAndCancel(Random random)
        {
            for (var i = 0; i < FunctionsOfThread; i++)
            {
                var function = new ScopedFunction(txaio, _toComplete.Enqueue, random.Next());
                _functions.Add(function);
                var future = function.Start();
                Thread.SpinWait(random.Next(6_000));
                if (function.IsCancelled && !future.Cancel("stop"))
                    run.Fail($"round {number}: {function} has ended before its cancel");
            }

            Interlocked.Decrement(ref _starting);
        }

        private void Complete(Random random)
        {
            var end = TimeSpan.MaxValue;
            while (run.Elapsed < end)
            {
                if (_toComplete.TryDequeue(out var complete))
                {
                    Thread.SpinWait(random.Next(300));
                    complete();
                    continue;
                }

                Thread.Yield();
                if (Volatile.Read(ref _starting) > 0)
                    continue;
                if (_functions.All(static function => !function.IsRunning))
                    return;
                if (end == TimeSpan.MaxValue)
                    end = run.Elapsed + LongestEnd;
            }
        }

        private void Check(ScopedFunction function)
        {
            run.Count(function.IsCancelled ? "cancelled" : "ended by themselves");
            run.Count("awaits", function.Begun);
            if (function.Mistake is { } mistake)
                run.Fail($"round {number}: {mistake}: {function}");
        }
    }
}

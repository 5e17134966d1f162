using System.Collections.Concurrent;
using Akka.Actor;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// Asks that end in every possible way, while threads stop their loops and end their systems. Each Ask ends once, with
/// an outcome that its kind allows. A loop that stays open holds no Ask that has ended.
/// </summary>
internal static class AskStress
{
    private const int Loops = 6;
    private const int AsksOfThread = 400;

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(20);

    public static void Run(StressRun run)
    {
        for (var round = 0; run.IsRunning; round++)
            new Round(run, round).Play();
    }

    private static string Config()
    {
        var loops = string.Concat(Enumerable.Range(0, Loops).Select(static i => $"l{i} {{ dispatcher = shared }}\n"));
        return $$"""
            akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }
            shared { type = ForkJoinDispatcher, throughput = 5, dedicated-thread-pool { thread-count = 2 } }
            txaio { default-loop = l0, loops { {{loops}} } }
            """;
    }

    private sealed class Round(StressRun run, int number)
    {
        private readonly ActorSystem _system = ActorSystem.Create("stress", Config());
        private readonly ConcurrentBag<Asked> _asked = [];
        private readonly ITxaio[] _apis = new ITxaio[Loops];

        private int _beginning;
        private volatile bool _ends;

        public void Play()
        {
            for (var i = 0; i < Loops; i++)
                _apis[i] = _system.Txaio($"l{i}");
            var targets = AskTargets.In(_system);
            var endsEarly = number % 3 == 0;
            run.OnThreads(run.Threads, thread =>
            {
                var random = run.Random((number * 16) + thread);
                for (var i = 0; i < AsksOfThread; i++)
                {
                    Begin(targets, random);
                    // Now and then the thread stops one of the loops, but never the first.
                    if (random.Next(AsksOfThread) == 0)
                        _system.Stop(_apis[random.Next(1, Loops)].Loop.Ref);
                    if (endsEarly && thread == 0 && i == AsksOfThread / 2)
                        End();
                }
            });
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref _beginning) == 0, LongestEnd))
                run.Fail($"round {number}: {_beginning} callbacks did not run");
            if (!endsEarly)
                CheckThatOpenLoopForgets();
            var terminated = _system.Terminate();
            if (!terminated.Wait(LongestEnd))
                run.Fail($"the system of round {number} has not ended");
            CheckEnds();
            _system.Dispose();
        }

        private void End()
        {
            _ends = true;
            _ = _system.Terminate();
        }

        // A quarter of the Asks begin on a loop. When that loop has ended, the thread pool runs the callback.
        private void Begin(AskTargets targets, Random random)
        {
            if (random.Next(4) != 0)
            {
                Ask(targets, random);
                return;
            }

            var onLoop = new Random(random.Next());
            Interlocked.Increment(ref _beginning);
            _apis[random.Next(Loops)].Loop.SynchronizationContext.Post(
                _ =>
                {
                    Ask(targets, onLoop);
                    Interlocked.Decrement(ref _beginning);
                },
                null);
        }

        private void Ask(AskTargets targets, Random random)
        {
            var kind = (AskKind)random.Next((int)AskKind.Count);
            var api = kind == AskKind.SystemEnds ? _apis[0] : _apis[random.Next(Loops)];
            try
            {
                _asked.Add(Asked.Begin(api, kind, targets, random));
            }
            catch (Exception e) when (e is LoopTerminatedException || (_ends && e is InvalidOperationException))
            {
                // Akka starts no actor in a system that ends.
                run.Count("refused");
            }
        }

        // The first loop is never stopped, so it may hold only the Asks that wait for the end of the system.
        private void CheckThatOpenLoopForgets()
        {
            var loop = _apis[0].Loop;
            var here = _asked.Where(asked => asked.Loop == loop).ToList();
            bool Forgets() => loop.Dependents.Count == _asked.Sum(asked => asked.DependentsOf(loop))
                && loop.DelayedCalls.Count <= _asked.Sum(asked => asked.MostCallsOf(loop));
            if (!SpinWait.SpinUntil(
                () => Forgets() && here.TrueForAll(static asked => !asked.IsPending || asked.WaitsForSystem), LongestEnd))
            {
                run.Fail(
                    $"round {number}: {loop.Dependents.Count} dependents are on the open loop, and " +
                    $"{_asked.Sum(asked => asked.DependentsOf(loop))} should be; {loop.DelayedCalls.Count} calls are " +
                    $"on it, at most {_asked.Sum(asked => asked.MostCallsOf(loop))} may be; these must not be pending: " +
                    string.Join("; ", here.Where(static asked => asked.IsPending && !asked.WaitsForSystem)));
            }
        }

        private void CheckEnds()
        {
            SpinWait.SpinUntil(() => _asked.All(static asked => asked.HasEnded), LongestEnd);
            foreach (var asked in _asked)
            {
                run.Count(asked.HasEnded ? $"{asked.Kind}" : "never ended");
                if (asked.IsRetried)
                    run.Count("with retries");
                if (asked.IsLostByTarget)
                    run.Count("dying targets that lost the question");
                if (asked.Mistake is { } mistake)
                    run.Fail($"round {number}: {mistake}: {asked}");
            }
        }
    }
}

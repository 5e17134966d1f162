using Akka.Actor;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// Half of the threads complete the same futures in each way at once, while the others add callbacks, tasks and gathers.
/// One thread completes each future. Each callback runs once, in the order in which its thread added it, and gets the
/// outcome.
/// </summary>
internal static class FutureStress
{
    private const int FuturesOfRound = 1_000;

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
        private readonly SharedFuture[] _futures =
            [.. Enumerable.Range(0, FuturesOfRound).Select(_ => new SharedFuture(txaio))];

        public void Play()
        {
            run.OnThreads(run.Threads, thread =>
            {
                var random = run.Random((number * 16) + thread);
                foreach (var future in _futures)
                {
                    Thread.SpinWait(random.Next(60));
                    if (thread % 2 == 0)
                        future.Complete(random.Next(3));
                    else
                        future.Use(thread);
                }
            });
            if (!SpinWait.SpinUntil(() => _futures.All(static future => future.IsTold), LongestEnd))
                run.Fail($"round {number}: a callback never ran");
            // Callbacks that run a second time are in the run queue by now.
            if (!txaio.Loop.RunAsync(static () => Task.CompletedTask).Wait(LongestEnd))
                run.Fail($"round {number}: the loop does not run");
            foreach (var future in _futures)
                Check(future);
            run.Check(
                SpinWait.SpinUntil(() => txaio.Loop.Dependents.Count == 0, LongestEnd),
                () => $"round {number}: the loop still holds {txaio.Loop.Dependents.Count} futures that have ended");
        }

        private void Check(SharedFuture future)
        {
            run.Count(future.Outcome ?? "completed by no thread");
            run.Count("callbacks", future.Added);
            if (future.Mistake() is { } mistake)
                run.Fail($"round {number}: {mistake}");
        }
    }

    /// <summary>A future that all threads of a round share.</summary>
    private sealed class SharedFuture(ITxaio txaio)
    {
        private const string Resolved = "resolved";
        private const string Rejected = "rejected";
        private const string Cancelled = "cancelled";

        private readonly Future<int> _future = txaio.CreateFuture<int>();
        private readonly Future<int> _other = txaio.CreateFutureSuccess(1);

        // Guarded by itself.
        private readonly List<(int Thread, int Order, string Outcome)> _told = [];
        private readonly List<Task<int>> _tasks = [];
        private int _wins;
        private int _added;

        /// <summary>How the future was completed; null while no thread has completed it.</summary>
        public string? Outcome { get; private set; }

        public int Added => Volatile.Read(ref _added);

        public bool IsTold
        {
            get
            {
                lock (_told)
                    return _told.Count >= Added && _tasks.TrueForAll(static task => task.IsCompleted);
            }
        }

        public void Complete(int way)
        {
            var (wins, outcome) = way switch
            {
                0 => (_future.TryResolve(1), Resolved),
                1 => (_future.TryReject(new InvalidOperationException(Rejected)), Rejected),
                _ => (_future.Cancel(), Cancelled),
            };
            if (!wins)
                return;
            Interlocked.Increment(ref _wins);
            Outcome = outcome;
        }

        public void Use(int thread)
        {
            Interlocked.Add(ref _added, 4);
            _future.AddCallbacks(_ => Told(thread, 0, Resolved), failure => Told(thread, 0, Name(failure.Value)));
            _future.AddBoth(outcome => Told(thread, 1, Name(outcome)));
            _future.AddCallbacks(_ => Told(thread, 2, Resolved), failure => Told(thread, 2, Name(failure.Value)));
            txaio.Gather(_future, _other).AddCallbacks(all => Told(thread, -1, Name(all[0])));
            var task = _future.AsTask();
            lock (_told)
                _tasks.Add(task);
        }

        public string? Mistake()
        {
            if (_wins != 1)
                return $"{_wins} threads completed a future";
            if (_told.Find(told => told.Outcome != Outcome) is { Outcome: { } other })
                return $"a callback of a future that was {Outcome} was told {other}";
            if (_told.Count != Added)
                return $"{_told.Count} of {Added} callbacks ran";
            foreach (var thread in _told.Where(static told => told.Order >= 0).GroupBy(static told => told.Thread))
            {
                if (!thread.Select(static told => told.Order).SequenceEqual([0, 1, 2]))
                    return $"callbacks ran as {string.Join(", ", thread.Select(static told => told.Order))}";
            }

            return _tasks.Select(Name).FirstOrDefault(name => name != Outcome) is { } wrong
                ? $"the task of a future that was {Outcome} is {wrong}"
                : null;
        }

        private static string Name(Exception cause) => cause is OperationCanceledException ? Cancelled : Rejected;

        private static string Name(Outcome<int> outcome) =>
            outcome.IsSuccess ? Resolved : Name(outcome.Failure!.Value);

        private static string Name(Task task) =>
            task.IsCompletedSuccessfully ? Resolved : Name(task.Exception!.InnerException!);

        private void Told(int thread, int order, string outcome)
        {
            lock (_told)
                _told.Add((thread, order, outcome));
        }
    }
}

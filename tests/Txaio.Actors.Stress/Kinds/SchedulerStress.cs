using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// Messages and actions of the sleeping scheduler, which eight threads schedule and cancel while they fall due, with
/// cancelables of the scheduler and of Akka. A call runs exactly once and never early, or it was cancelled; after a
/// cancel that came before the call began, it never runs; at the end, calls that are far off run once.
/// </summary>
internal static class SchedulerStress
{
    private const int Threads = 8;
    private const int CallsOfThread = 3_000;
    private const int LongestDelayMs = 40;

    // A busy machine is late; a call that was lost is later.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Far = TimeSpan.FromHours(1);

    public static void Run(StressRun run)
    {
        for (var round = 0; run.IsRunning; round++)
            new Round(run, round).Play();
    }

    private sealed class Round(StressRun run, int number)
    {
        private readonly ActorSystem _system = ActorSystem.Create("stress", ConfigurationFactory.ParseString(
            """
            akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }
            akka.scheduler.implementation = "Txaio.Actors.SleepingScheduler, Txaio.Actors"
            """));

        private readonly ConcurrentBag<Call> _calls = [];

        public void Play()
        {
            var scheduler = (SleepingScheduler)_system.Scheduler;
            run.OnThreads(Threads, thread => Schedule(scheduler, run.Random((number * 16) + thread)));
            foreach (var call in _calls.Where(static call => !call.IsFar))
                SpinWait.SpinUntil(() => call.IsOver, Late);
            run.Check(
                _calls.All(static call => !call.IsFar || call.Runs == 0), () => $"round {number}: a far call has run");
            if (!_system.Terminate().Wait(Late))
                run.Fail($"the system of round {number} has not ended");
            foreach (var call in _calls)
            {
                run.Count(call.IsCancelled ? "cancelled" : call.IsFar ? "ran at the end" : "ran");
                if (call.Mistake() is { } mistake)
                    run.Fail($"round {number}: {mistake}");
            }

            var left = scheduler.EntryCount;
            run.Check(left == 0, () => $"round {number}: {left} entries are left");
        }

        private void Schedule(SleepingScheduler scheduler, Random random)
        {
            var pending = new List<Call>();
            for (var i = 0; i < CallsOfThread; i++)
            {
                var far = random.Next(4) == 0;
                var call = new Call(far ? Far : TimeSpan.FromMilliseconds(random.Next(LongestDelayMs)), far);
                _calls.Add(call);
                call.Start(scheduler, random.Next(5));
                pending.Add(call);
                if (random.Next(2) == 0)
                    continue;
                var last = random.Next(pending.Count);
                pending[last].Cancel();
                pending.RemoveAt(last);
            }
        }
    }

    /// <summary>A call and its outcome.</summary>
    private sealed class Call(TimeSpan delay, bool isFar) : ICanTell
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private ICancelable? _cancelable;
        private int _runs;
        private int _runsAtCancel;
        private bool _early;
        private bool _repeats;

        // A repeated call has run once, and runs again at the end, with all that is pending.
        private int Expected => _repeats && !isFar ? 2 : 1;

        public bool IsFar => isFar;

        public bool IsCancelled { get; private set; }

        public bool IsOver => IsCancelled || Runs > 0;

        public int Runs => Volatile.Read(ref _runs);

        public void Start(SleepingScheduler scheduler, int kind)
        {
            _repeats = kind == 4;
            IScheduler anyScheduler = scheduler;
            _cancelable = kind switch
            {
                0 => scheduler.ScheduleTellOnceCancelable(delay, this, "now", null),
                1 => anyScheduler.ScheduleTellOnceCancelable(delay, this, "now", ActorRefs.NoSender),
                2 => scheduler.ScheduleOnceCancelable(delay, Run),
                3 => anyScheduler.Advanced.ScheduleOnceCancelable(delay, Run),
                _ => scheduler.ScheduleRepeatedlyCancelable(delay, Far, Run),
            };
        }

        public void Tell(object message, IActorRef sender) => Run();

        public void Cancel()
        {
            _cancelable!.Cancel();
            _runsAtCancel = Runs;
            IsCancelled = true;
        }

        public string? Mistake()
        {
            if (_early && !isFar)
                return $"a call ran before its delay of {delay}";
            if (!IsCancelled)
                return Runs == Expected ? null : $"a call with a delay of {delay} ran {Runs} times";
            if (!_cancelable!.IsCancellationRequested)
                return "a cancel was not noted";
            // A call that runs while it is cancelled has been counted by then, or is counted now.
            return Runs > 1 || (isFar && Runs > 0)
                ? $"a cancelled call with a delay of {delay} ran {Runs} times, {_runsAtCancel} before the cancel"
                : null;
        }

        private void Run()
        {
            _early |= _clock.Elapsed < delay;
            Interlocked.Increment(ref _runs);
        }
    }
}

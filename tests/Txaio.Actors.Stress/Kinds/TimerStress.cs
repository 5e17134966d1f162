using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// Several threads schedule, reset and cancel calls of batched timers and loops while other calls fire. A call runs once
/// and in time by the last Reset that returned true, or never when its Cancel has returned true. All threads reset one
/// call in sixteen. At the end no call is pending.
/// </summary>
internal static class TimerStress
{
    private const int CallsOfThread = 4_000;
    private const int LongestDelayMs = 300;

    // The bound leaves room for a busy machine. A lost call never comes.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    public static void Run(StressRun run)
    {
        for (var round = 0; run.IsRunning; round++)
            new Round(run, round).Play();
    }

    private sealed class Round(StressRun run, int number)
    {
        private readonly ActorSystem _system = ActorSystem.Create(
            "stress", "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }");

        private readonly ConcurrentBag<Call> _calls = [];

        // Each thread puts calls here, and resets the calls of other threads.
        private readonly Call?[] _shared = new Call?[16];

        // The token is never cancelled. Calls with a token are tested because they have handles of another kind.
        private readonly CancellationTokenSource _token = new();

        public void Play()
        {
            var txaio = _system.Txaio();
            IBatchedTimer[] timers =
            [
                txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(1)),
                txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(20), 3),
                txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(100), 1_000),
            ];
            run.OnThreads(run.Threads, thread => Schedule(txaio, timers, run.Random((number * 16) + thread)));
            foreach (var call in _calls)
                SpinWait.SpinUntil(() => call.IsOver, Late);
            Check(txaio, timers);
            if (!_system.Terminate().Wait(Late))
                run.Fail($"the system of round {number} has not ended");
            _system.Dispose();
        }

        private void Schedule(ITxaio txaio, IBatchedTimer[] timers, Random random)
        {
            var pending = new List<Call>();
            for (var i = 0; i < CallsOfThread; i++)
            {
                var call = new Call(random.Next(LongestDelayMs));
                if (random.Next(4) is var which && which < timers.Length)
                    call.Start(timers[which], random.Next(2) == 0 ? _system : null);
                else
                    call.Start(txaio, random.Next(2) == 0 ? _token.Token : CancellationToken.None);
                _calls.Add(call);
                pending.Add(call);
                Reset(call, pending, random);
                if (random.Next(3) != 0)
                    continue;
                var last = random.Next(pending.Count);
                pending[last].Cancel();
                pending.RemoveAt(last);
            }
        }

        private void Reset(Call call, List<Call> pending, Random random)
        {
            if (random.Next(16) == 0)
            {
                call.Share();
                Volatile.Write(ref _shared[random.Next(_shared.Length)], call);
            }

            if (random.Next(2) == 0)
                pending[random.Next(pending.Count)].Reset(random.Next(LongestDelayMs));
            if (random.Next(2) == 0)
                Volatile.Read(ref _shared[random.Next(_shared.Length)])?.Reset(random.Next(LongestDelayMs));
        }

        private void Check(ITxaio txaio, IBatchedTimer[] timers)
        {
            foreach (var call in _calls)
            {
                run.Count(call.IsCancelled ? "cancelled" : "ran");
                for (var i = 0; i < call.Resets; i++)
                    run.Count("reset");
                if (call.Mistake(Late) is { } mistake)
                    run.Fail($"round {number}: {mistake}");
            }

            // The last chunk may not have ended yet.
            SpinWait.SpinUntil(() => Pending(txaio, timers) == 0, Late);
            run.Check(Pending(txaio, timers) == 0, () => $"round {number}: {Pending(txaio, timers)} calls are pending");
        }

        private static long Pending(ITxaio txaio, IBatchedTimer[] timers) =>
            txaio.Loop.GetStatistics().Scheduled + timers.Sum(static timer => timer.PendingCalls);
    }

    /// <summary>A call and its outcome.</summary>
    private sealed class Call
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        // Guards the due times. Threads that reset a shared call do not know whose reset was the last.
        private readonly Lock _gate = new();
        private readonly TimeSpan _delay;
        private TimeSpan _firstDue;
        private TimeSpan _lastDue;
        private bool _isShared;
        private DelayedCall _handle;
        private TimeSpan _early;
        private TimeSpan _ranAfter;
        private string _where = "";
        private int _ran;

        public Call(int delayMs) => _firstDue = _lastDue = _delay = TimeSpan.FromMilliseconds(delayMs);

        public bool IsCancelled { get; private set; }

        public bool IsOver => IsCancelled || Volatile.Read(ref _ran) > 0;

        public int Resets { get; private set; }

        public void Start(IBatchedTimer timer, ActorSystem? messages)
        {
            // The timer rounds down, so the call may come up to a bucket early.
            _early = timer.Bucket;
            _where = $"bucket {timer.Bucket}";
            _handle = messages is null
                ? timer.CallLater(_delay, Run)
                : timer.CallLater(_delay, new Ref(this, (ExtendedActorSystem)messages), "now");
        }

        public void Start(ITxaio txaio, CancellationToken token)
        {
            _where = $"loop, token {token.CanBeCanceled}";
            _handle = txaio.CallLater(_delay, Run, token);
        }

        /// <summary>Lets other threads reset the call.</summary>
        public void Share()
        {
            lock (_gate)
                _isShared = true;
        }

        public void Reset(int delayMs)
        {
            var due = _clock.Elapsed + TimeSpan.FromMilliseconds(delayMs);
            if (!_handle.Reset(TimeSpan.FromMilliseconds(delayMs)))
                return;
            lock (_gate)
            {
                Resets++;
                _firstDue = _isShared && _firstDue < due ? _firstDue : due;
                _lastDue = _lastDue > due ? _lastDue : due;
            }
        }

        public void Cancel() => IsCancelled = _handle.Cancel();

        public string? Mistake(TimeSpan late)
        {
            var ran = Volatile.Read(ref _ran);
            var what = $"a call of {_delay.TotalMilliseconds} ms, {_where}, reset {Resets} times to be due from " +
                $"{_firstDue.TotalMilliseconds} to {_lastDue.TotalMilliseconds} ms, cancelled {IsCancelled}, ran {ran} " +
                $"times after {_ranAfter.TotalMilliseconds} ms";
            if (ran != (IsCancelled ? 0 : 1))
                return what;
            if (!IsCancelled
                && (_ranAfter < _firstDue - _early - TimeSpan.FromMilliseconds(1) || _ranAfter > _lastDue + late))
            {
                return what;
            }

            return _handle.Reset(TimeSpan.Zero) || _handle.Cancel() || _handle.IsActive
                ? $"{what}, and its handle is still active"
                : null;
        }

        private void Run()
        {
            _ranAfter = _clock.Elapsed;
            Interlocked.Increment(ref _ran);
        }

        /// <summary>A target that runs the call when it is told the message.</summary>
        private sealed class Ref(Call call, ExtendedActorSystem system) : MinimalActorRef
        {
            public override ActorPath Path { get; } = system.Provider.TempContainer.Path / "stress";

            public override IActorRefProvider Provider => system.Provider;

            protected override void TellInternal(object message, IActorRef sender) => call.Run();
        }
    }
}

using Akka.Actor;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// Two buckets share a place in the timer's list of recent buckets. One thread cancels the last call of the bucket in
/// the place, while another thread gives the place to the next bucket. One of the threads removes the empty bucket.
/// </summary>
internal static class EmptyBucketStress
{
    private const int Places = 64;
    private const int RoundsOfTimer = 50_000;

    public static void Run(StressRun run)
    {
        using var system = ActorSystem.Create("stress", "akka { loglevel = OFF, stdout-loglevel = OFF }");
        while (run.IsRunning)
            new Timer(run, system.Txaio()).Play();
        system.Terminate().Wait();
    }

    private sealed class Timer(StressRun run, ITxaio txaio)
    {
        private readonly BatchedTimer _timer = (BatchedTimer)txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(10));
        private DelayedCall _call;
        private int _arrived;

        public void Play()
        {
            var first = _timer.Host.Now + TimeSpan.TicksPerDay;
            _call = CallAt(first);
            run.OnThreads(2, thread =>
            {
                for (var round = 1; round <= RoundsOfTimer; round++)
                {
                    var next = default(DelayedCall);
                    MeetFor(2 * round);
                    if (thread == 0)
                        run.Check(_call.Cancel(), () => "a cancel found no call");
                    else
                        next = CallAt(first + (_timer.Bucket.Ticks * Places * round));
                    MeetFor((2 * round) + 1);
                    if (thread == 0)
                        continue;
                    _call = next;
                    var open = _timer.OpenBuckets;
                    run.Check(open == 1, () => $"{open} buckets are open, {open - 1} of them empty");
                }
            });
            run.Count("buckets", RoundsOfTimer);
            _timer.Dispose();
        }

        private DelayedCall CallAt(long due) => _timer.ScheduleAt(due, ActionInvoker.Instance, Nothing);

        // Waits until both threads have arrived. The threads then continue within a few nanoseconds of each other.
        private void MeetFor(int time)
        {
            Interlocked.Increment(ref _arrived);
            var spin = default(SpinWait);
            while (Volatile.Read(ref _arrived) < 2 * (time - 1))
                spin.SpinOnce(sleep1Threshold: -1);
        }

        private static readonly Action Nothing = static () => { };
    }
}

using System.Collections.Concurrent;
using Akka.Actor;

namespace Txaio.Actors.Stress.Kinds;

/// <summary>
/// Some threads make and dispose loops while other threads give the loops work. Each loop does or rejects all accepted
/// work exactly once. The name of a disposed loop is free at once. At the end only the configured loop is left.
/// </summary>
internal static class NewLoopStress
{
    private const int LoopsOfThread = 100;

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    public static void Run(StressRun run)
    {
        using var system = ActorSystem.Create(
            "stress", "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }");
        for (var round = 0; run.IsRunning; round++)
            new Round(run, round, system).Play();
        run.Check(system.Terminate().Wait(LongestEnd), () => "the system has not ended");
    }

    private sealed class Round(StressRun run, int number, ActorSystem system)
    {
        private readonly ITxaio _txaio = system.Txaio();
        private readonly IActorRef _echo = system.ActorOf(Props.Create<Echo>());
        private readonly EventLoop?[] _loops = new EventLoop?[run.Threads / 2];
        private readonly ConcurrentBag<Task> _tasks = [];
        private int _making = run.Threads / 2;
        private long _started;
        private long _done;
        private long _scheduled;
        private long _fired;

        public void Play()
        {
            run.OnThreads(run.Threads, thread =>
            {
                if (thread < _loops.Length)
                    MakeAndDispose(thread, run.Random((number * 16) + thread));
                else
                    Use(run.Random((number * 16) + thread));
            });
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref _done) == _started, LongestEnd))
                run.Fail($"round {number}: {_done} of {_started} callbacks that were accepted ran");
            foreach (var task in _tasks)
                Check(task);
            run.Check(_done == _started, () => $"round {number}: {_done} callbacks ran, {_started} were accepted");
            run.Check(_fired <= _scheduled, () => $"round {number}: {_fired} calls fired, {_scheduled} were scheduled");
            run.Check(
                TxaioExtension.Get(system).Loops.Count == 1,
                () => $"round {number}: loops at the end: {string.Join(", ", TxaioExtension.Get(system).Loops)}");
            run.Check(
                TxaioExtension.Get(system).GetScheduledCalls().Count == 0, () => $"round {number}: calls are scheduled");
            run.Count("callbacks run", _done);
            run.Count("calls fired", _fired);
            run.Count("calls dropped", _scheduled - _fired);
            system.Stop(_echo);
        }

        private void MakeAndDispose(int thread, Random random)
        {
            for (var i = 0; i < LoopsOfThread; i++)
            {
                // Each thread uses one name, which must be free when the disposal has completed.
                var loop = _txaio.NewLoop($"loop-{thread}");
                Volatile.Write(ref _loops[thread], loop);
                Thread.SpinWait(random.Next(20_000));
                if (!loop.DisposeAsync().AsTask().Wait(LongestEnd))
                    run.Fail($"round {number}: {loop} was not disposed");
                run.Count("loops");
            }

            Interlocked.Decrement(ref _making);
        }

        private void Use(Random random)
        {
            while (Volatile.Read(ref _making) > 0)
            {
                if (Volatile.Read(ref _loops[random.Next(_loops.Length)]) is not { } loop)
                    continue;
                try
                {
                    Start(loop, _txaio.WithConfig(loop), random.Next(7));
                }
                catch (LoopTerminatedException)
                {
                    run.Count("refused");
                }
            }
        }

        private void Start(EventLoop loop, ITxaio txaio, int kind)
        {
            switch (kind)
            {
                case 0:
                    // Only an accepted callback is counted. A refused one throws before the count.
                    loop.CallSoon(() => Interlocked.Increment(ref _done));
                    Interlocked.Increment(ref _started);
                    break;
                case 1:
                    loop.SynchronizationContext.Post(_ => Interlocked.Increment(ref _done), null);
                    Interlocked.Increment(ref _started);
                    break;
                case 2:
                    _tasks.Add(loop.RunAsync(async () => await Task.Yield()));
                    break;
                case 3:
                    _tasks.Add(txaio.CreateFuture<int>().AsTask());
                    break;
                case 4:
                    _tasks.Add(txaio.Ask<string>(_echo, "x").AsTask());
                    break;
                case 5:
                    txaio.CallLater(TimeSpan.FromTicks(kind), () => Interlocked.Increment(ref _fired));
                    Interlocked.Increment(ref _scheduled);
                    break;
                default:
                    txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(1))
                        .CallLater(TimeSpan.FromMilliseconds(1), () => Interlocked.Increment(ref _fired));
                    Interlocked.Increment(ref _scheduled);
                    break;
            }
        }

        private void Check(Task task)
        {
            if (!SpinWait.SpinUntil(() => task.IsCompleted, LongestEnd))
                run.Fail($"round {number}: a task never ended");
            else if (task.Exception is { InnerException: not LoopTerminatedException } failed)
                run.Fail($"round {number}: {failed.InnerException}");
            run.Count(task.IsCompletedSuccessfully ? "tasks done" : "tasks rejected");
        }
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}

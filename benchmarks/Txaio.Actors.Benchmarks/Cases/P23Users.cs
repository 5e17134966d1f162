using System.Diagnostics;
using System.Threading.Channels;
using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>P1 and P2 under the conditions of a program of users, with one heap for each core or with one heap.</summary>
internal sealed class P23Users(bool usesServerGC) : ICase
{
    private const int IdlePosts = 300;

    public string Id => usesServerGC ? "P23s" : "P23";

    public string Title => usesServerGC
        ? "P1 and P2 as users meet them, under Server GC"
        : "P1 and P2 as users meet them";

    public string Includes =>
        "The works of P1 and P2 one after another in one process. Several threads post at once; a MeterListener takes "
        + "every instrument; one callback is posted to a loop that has been idle for a millisecond. The peers are "
        + "Tell as in P1, and a Channel of delegates with one reader, which one would write by hand."
        + (usesServerGC ? " With DOTNET_gcServer=1, the default of web applications." : "");

    public bool IsForQuickRuns => false;

    public bool UsesServerGC => usesServerGC;

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var actor = system.StartOnLoopKind(static () => new P01CallSoon.RunningActor());
        var channel = P01CallSoon.ReadByOne();
        Action<Action>[] posts =
        [
            system.Txaio.Loop.CallSoon,
            callback => actor.Tell(callback, ActorRefs.NoSender),
            callback => _ = channel.TryWrite(callback),
        ];

        var rounds = run.Size(7, 3);
        foreach (var threads in (int[])[1, 2, 4, 8])
            Post(run, rounds, threads, posts, isListenedTo: false);
        foreach (var threads in (int[])[1, 4])
            Post(run, rounds, threads, posts, isListenedTo: true);
        PostToIdle(run, posts);
        var futures = P02Future.Sides(system.Txaio, run.Size(200_000, 30_000));
        var sides = Rounds.Interleave(rounds, futures);
        run.Speed("future until delivered", sides[0], sides[1], Goal.Shown);
        channel.Complete();
    }

    private static void Post(CaseRun run, int rounds, int threads, Action<Action>[] posts, bool isListenedTo)
    {
        var count = run.Size(400_000, 100_000);
        EveryListener? listener = null;
        var ours = PostFrom("CallSoon", threads, count, posts[0]);
        if (isListenedTo)
        {
            ours = ours with { Prepare = () => listener = new EveryListener(), Finish = () => listener!.Dispose() };
        }

        var sides = Rounds.Interleave(
            rounds,
            ours,
            PostFrom("Tell", threads, count, posts[1]),
            PostFrom("a Channel with one reader", threads, count, posts[2]));
        var work = $"CallSoon until run, {threads} posting{(isListenedTo ? ", with a listener" : "")}";
        run.Speed(work, sides[0], sides[1], Goal.Shown);
        run.Speed(work, sides[0], sides[2], Goal.Shown);
    }

    // The threads are made before the clock starts and post together.
    private static Work PostFrom(string name, int threads, int count, Action<Action> post)
    {
        var each = count / threads;
        return new Work(name, each * threads, () =>
        {
            using var tally = new Tally(each * threads);
            Action callback = () => tally.Hit();
            using var start = new ManualResetEventSlim();
            var posting = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
            {
                start.Wait();
                for (var i = 0; i < each; i++)
                    post(callback);
            })).ToList();
            posting.ForEach(static thread => thread.Start());
            start.Set();
            tally.Wait();
            posting.ForEach(static thread => thread.Join());
        });
    }

    private static void PostToIdle(CaseRun run, Action<Action>[] posts)
    {
        foreach (var post in posts)
            _ = WaitsOf(post, IdlePosts / 10);
        var waits = posts.Select(static post => WaitsOf(post, IdlePosts)).ToList();
        foreach (var (peer, name) in ((int, string)[])[(1, "Tell"), (2, "a Channel with one reader")])
        {
            run.Faster(
                "one CallSoon to an idle loop until run, median", name,
                Quantity.Nanoseconds(Statistics.Median(waits[0])), Quantity.Nanoseconds(Statistics.Median(waits[peer])),
                Goal.Shown);
        }
    }

    private static List<double> WaitsOf(Action<Action> post, int times)
    {
        var waits = new List<double>(times);
        using var ran = new ManualResetEventSlim();
        for (var i = 0; i < times; i++)
        {
            Thread.Sleep(1);
            var posted = Stopwatch.GetTimestamp();
            long at = 0;
            post(() =>
            {
                at = Stopwatch.GetTimestamp();
                ran.Set();
            });
            if (!ran.Wait(TimeSpan.FromSeconds(30)))
                throw new BenchmarkFailedException("A callback posted to an idle loop did not run within 30 s.");
            ran.Reset();
            waits.Add(Stopwatch.GetElapsedTime(posted, at).TotalNanoseconds);
        }

        return waits;
    }
}

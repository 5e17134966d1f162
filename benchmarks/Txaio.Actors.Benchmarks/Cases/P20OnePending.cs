using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The cost of a system that waits for one call, and of a loop that wakes for one callback at a time.</summary>
internal sealed class P20OnePending : ICase
{
    // Long enough for a thread to fall asleep.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    public string Id => "P20";

    public string Title => "an idle system with one call pending, and one callback at a time";

    public string Includes =>
        "CPU time of the whole process over a window, without what the runtime took to compile, with one batched call "
        + "pending that is due in an hour, in turn with the library's own scheduler and with txaio.scheduler = akka. "
        + "Then a thread posts a callback and sleeps for a millisecond, over and over: CPU time for a callback, without "
        + "that of a thread that only sleeps. The peer is the message of an actor on a ForkJoinDispatcher of one thread.";

    public void Run(CaseRun run)
    {
        var window = TimeSpan.FromMilliseconds(run.Size(4_000, 1_000));
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var round = 0; round < run.Size(3, 2); round++)
        {
            ours.Add(Percent("", window));
            theirs.Add(Percent("txaio.scheduler = akka", window));
        }

        var (mine, their) = (Statistics.Median(ours), Statistics.Median(theirs));
        run.Absolute("CPU with one call pending, of one core", new Quantity(mine, "%"), Goal.AtMost(0.2, "%"));
        run.Add("CPU with one call pending, of one core", "Akka's scheduler",
            new Quantity(mine, "%"), new Quantity(their, "%"), mine, Goal.ShownIn("%"));
        OneAtATime(run, window);
    }

    private static void OneAtATime(CaseRun run, TimeSpan window)
    {
        using var system = new BenchSystem();
        var loop = system.Txaio.Loop;
        var actor = system.StartOnLoopKind(static () => new Ignoring());
        var message = new object();
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var round = 0; round < run.Size(3, 2); round++)
        {
            var idle = ForOne(static () => { }, window);
            ours.Add(ForOne(() => loop.CallSoon(static () => { }), window) - idle);
            theirs.Add(ForOne(() => actor.Tell(message), window) - idle);
        }

        run.Part(
            "CPU for one of a thousand callbacks a second", "an actor on a ForkJoinDispatcher",
            new Quantity(Statistics.Median(ours), "us"), new Quantity(Statistics.Median(theirs), "us"),
            Goal.AtMost(0.5));
    }

    private static double ForOne(Action post, TimeSpan window)
    {
        var cpu = Cpu.UsedWithoutCompiling;
        var started = Stopwatch.GetTimestamp();
        var posts = 0;
        while (Stopwatch.GetElapsedTime(started) < window)
        {
            post();
            posts++;
            Thread.Sleep(Pause);
        }

        return (Cpu.UsedWithoutCompiling - cpu).TotalMicroseconds / posts;
    }

    private static double Percent(string hocon, TimeSpan window)
    {
        using var system = new BenchSystem(hocon);
        using var timer = system.Txaio.MakeBatchedTimer(TimerWork.Bucket);
        var call = timer.CallLater(TimeSpan.FromHours(1), static () => { });
        Memory.Collect();
        // The collector and the pool's threads come to rest first.
        Thread.Sleep(KeepAliveLoad.Settling);
        var percent = Cpu.PercentOfACore(window);
        if (!call.Cancel())
            throw new BenchmarkFailedException("The pending call could not be cancelled.");
        return percent;
    }

    private sealed class Ignoring : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}

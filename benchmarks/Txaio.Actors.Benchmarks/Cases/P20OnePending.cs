using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The cost of a system that waits for one call.</summary>
internal sealed class P20OnePending : ICase
{
    public string Id => "P20";

    public string Title => "an idle system with one call pending";

    public string Includes =>
        "CPU time of the whole process over a window, without what the runtime took to compile, with one batched call "
        + "pending that is due in an hour, in turn with the library's own scheduler and with txaio.scheduler = akka.";

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
}

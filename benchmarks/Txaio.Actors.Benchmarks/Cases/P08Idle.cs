using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The cost of pending calls while nothing is due.</summary>
internal sealed class P08Idle : ICase
{
    public string Id => "P8";

    public string Title => "a million pending calls, nothing due";

    public string Includes =>
        "CPU time of the whole process over a window, without compilation: alternately with one call and with a "
        + "million calls pending. P20 has the cost of the one call.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var delays = TimerWork.Spread(run.Size(1_000_000, 100_000));
        var window = TimeSpan.FromMilliseconds(run.Size(1_500, 300));
        var rounds = 2;
        using var one = new TxaioBatched(system.Txaio, TimerWork.Bucket);
        one.MakeRoom(1);
        one.Schedule(TimerWork.Same(1, TimeSpan.FromHours(1)));
        Cpu.PercentOfACore(window / 4);

        var few = new List<double>();
        var many = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            few.Add(Quiet(window));
            using var subject = new TxaioBatched(system.Txaio, TimerWork.Bucket);
            subject.MakeRoom(delays.Length);
            subject.Schedule(delays);
            many.Add(Quiet(window));
            BenchmarkFailedException.ThrowUnlessEqual(delays.Length, subject.Pending, "calls pending");
        }

        var (ours, theirs) = (Statistics.Median(many), Statistics.Median(few));
        run.Add("CPU with a million calls pending, of one core", "one call pending",
            new Quantity(ours, "%"), new Quantity(theirs, "%"), Math.Max(0, ours - theirs), Goal.AtMost(1, "pp"));
    }

    private static double Quiet(TimeSpan window)
    {
        Memory.Collect();
        // The collector and the pool's threads come to rest first.
        Thread.Sleep(window / 4);
        return Cpu.PercentOfACore(window);
    }
}

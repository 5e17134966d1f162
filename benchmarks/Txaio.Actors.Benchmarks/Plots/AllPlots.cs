using ScottPlot;
using Txaio.Actors.Benchmarks.Cases;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Plots;

/// <summary>Draws docs/benchmarks/*.svg.</summary>
internal static class AllPlots
{
    private const int Width = 800;
    private const int Height = 500;

    public static void Draw(string folder, GrowthFigures growth, CompareOptions options)
    {
        Directory.CreateDirectory(folder);
        Console.WriteLine("Measuring for the plots ...");
        GrowthMeter.Complete(growth, options.IsQuick);
        DrawGrowth(folder, growth, GrowthFigures.Schedule, "Schedule a call, due at random", "ns for a call");
        DrawGrowth(folder, growth, GrowthFigures.Cancel, "Cancel in random order", "ns for a call");
        DrawGrowth(folder, growth, GrowthFigures.Fire, "Fire calls due together", "ns of CPU for a call");
        DrawGrowth(
            folder, growth, GrowthFigures.Memory, "Memory kept for pending calls, handles not counted",
            "bytes for a call");
        DrawLatency(folder, options.IsQuick);
    }

    private static void DrawGrowth(string folder, GrowthFigures growth, string work, string title, string unit)
    {
        var plot = new Plot();
        foreach (var (name, points) in growth.Of(work))
        {
            var line = plot.Add.Scatter(
                points.Keys.Select(static size => Math.Log10(size)).ToArray(), points.Values.ToArray());
            line.LegendText = name;
            line.LineWidth = 2;
            line.MarkerSize = 7;
        }

        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [4, 5, 6, Math.Log10(4_000_000)], ["10 k", "100 k", "1 M", "4 M"]);
        plot.Axes.SetLimitsY(0, 1.1 * growth.Of(work).SelectMany(static line => line.Points.Values).Max());
        Save(plot, folder, work, title, "calls pending", unit);
    }

    private static void DrawLatency(string folder, bool isQuick)
    {
        using var system = new BenchSystem();
        var count = isQuick ? 100_000 : 1_000_000;
        var plot = new Plot();
        using (var batched = new TxaioBatched(system.Txaio, TimerWork.Bucket))
            Add(plot, batched, new LoopProbe(system.Txaio.Loop.CallSoon));
        using (var akka = new AkkaScheduler(system))
            Add(plot, akka, new LoopProbe(akka.Post));
        plot.Axes.SetLimitsY(-1, 4);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [-1, 0, 1, 2, 3, 4], ["0.1 ms", "1 ms", "10 ms", "100 ms", "1 s", "10 s"]);
        Save(plot, folder, "latency", $"Wait of another callback while {count:N0} calls due together run",
            "seconds since shortly before the due time", "wait until it runs");

        void Add(Plot onto, TimerSubject subject, LoopProbe probe)
        {
            FiringBucket.Watch(subject, count, 0, probe);
            var points = onto.Add.ScatterPoints(
                probe.Waits.Select(static wait => wait.At.TotalSeconds).ToArray(),
                // Waits under 0.1 ms are drawn at 0.1 ms: the plot is about the longest waits.
                probe.Waits.Select(static wait => Math.Max(-1, Math.Log10(wait.Milliseconds))).ToArray());
            points.LegendText = subject.Name;
            points.MarkerSize = 3;
        }
    }

    private static void Save(Plot plot, string folder, string name, string title, string bottom, string left)
    {
        plot.Title(title);
        plot.XLabel(bottom);
        plot.YLabel(left);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SaveSvg(Path.Combine(folder, $"{name}.svg"), Width, Height);
    }
}

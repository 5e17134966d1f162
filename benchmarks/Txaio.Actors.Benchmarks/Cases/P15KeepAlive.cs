using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The real pattern: many connections, each with a ping and a timeout.</summary>
internal sealed class P15KeepAlive : ICase
{
    private const int DefaultSeconds = 10;

    public string Id => "P15";

    public string Title => "200,000 connections that ping every 10 s";

    public string Includes =>
        "Each connection's ping call fires, arms a timeout of 5 s and posts the pong; the pong cancels the timeout and "
        + "arms the next ping. One timer with buckets of 0.2 s and chunks of 1,000; the peer is an actor and Akka's "
        + "scheduler. CPU time of the process in the window, less what an idle system uses whose wheel turns. A ping "
        + "that does not come, or a timeout that does, fails the case. Ours may be one bucket early: txaio's rounding.";

    public void Run(CaseRun run)
    {
        var sizes = run.IsQuick
            ? new KeepAliveSizes(
                20_000, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(0.2), 1_000)
            : new KeepAliveSizes(
                200_000, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.2), 1_000);
        var window = TimeSpan.FromSeconds(run.Options.Seconds ?? run.Size(DefaultSeconds, 1));
        var idle = Idle(TimeSpan.FromSeconds(Math.Min(3, window.TotalSeconds)));

        var ours = Measure(new TxaioKeepAlive(sizes), window);
        var theirs = Measure(new AkkaKeepAlive(sizes), window);
        var peer = "Akka's scheduler";
        run.Part("CPU of the load, net of an idle system (percent of a core)", peer,
            Net(ours, window, idle), Net(theirs, window, idle), Goal.AtMost(0.3));
        run.Part("allocated for a ping and its timeout", peer,
            Quantity.Bytes(ours.BytesForAPing), Quantity.Bytes(theirs.BytesForAPing), Goal.Shown);
        run.Part("kept for a connection's pending ping", peer,
            Quantity.Bytes(ours.KeptForAConnection), Quantity.Bytes(theirs.KeptForAConnection), Goal.Shown);
        foreach (var (name, i) in ((string[])["median", "99 %", "99.9 %", "at most"]).Select((name, i) => (name, i)))
        {
            run.Add($"ping after the time asked for, {name}", peer, new Quantity(ours.Lateness[i], "ms"),
                new Quantity(theirs.Lateness[i], "ms"), ours.Lateness[i], new Goal(Bound.None, 0, "ms"));
        }
    }

    private static KeepAliveFigures Measure(KeepAliveLoad load, TimeSpan window)
    {
        using (load)
            return load.Run(window);
    }

    private static Quantity Net(KeepAliveFigures figures, TimeSpan window, double idlePercent) =>
        new(Math.Max(0.01, (100 * (figures.Cpu / window)) - idlePercent), "%");

    private static double Idle(TimeSpan window)
    {
        using var system = new BenchSystem();
        system.Txaio.CallLater(TimeSpan.FromHours(1), static () => { });
        Memory.Collect();
        Thread.Sleep(300);
        return Cpu.PercentOfACore(window);
    }
}

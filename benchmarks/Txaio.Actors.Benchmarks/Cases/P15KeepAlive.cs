using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Keep-alive of many connections, each with a ping and a timeout.</summary>
internal sealed class P15KeepAlive : ICase
{
    private const int DefaultSeconds = 10;

    private const string OnWheel = "txaio.scheduler = akka";

    public string Id => "P15";

    public string Title => "200,000 connections that ping every 10 s";

    public string Includes =>
        "A connection's ping arms a timeout of 5 s and posts the pong; the pong cancels the timeout and arms the "
        + "next ping. We use one timer with buckets of 0.2 s and chunks of 1,000 calls; the peer is an actor with "
        + "Akka's scheduler. CPU time of the process in the window, without compilation; the second row "
        + "leaves out the CPU time of an idle system with one call pending on the same scheduler, which is measured "
        + "before and after the two sides: Akka's wheel turns for one call, and ours has no wheel. A missing ping fails the case, and so does a timeout that fires. Our pings may be one bucket "
        + "early: txaio's rounding.";

    public void Run(CaseRun run)
    {
        // The load of a quick run is heavy enough to show beside an idle system.
        var sizes = run.IsQuick
            ? new KeepAliveSizes(80_000, Milliseconds(1_000), Milliseconds(800), Milliseconds(200), 1_000)
            : new KeepAliveSizes(200_000, Milliseconds(10_000), Milliseconds(5_000), Milliseconds(200), 1_000);
        var window = TimeSpan.FromSeconds(run.Options.Seconds ?? run.Size(DefaultSeconds, 2));

        // The runtime compiles the code of both sides first. Code that runs once a bucket needs many buckets for that.
        var few = new KeepAliveSizes(10_000, Milliseconds(500), Milliseconds(400), Milliseconds(10), 50);
        Measure(new TxaioKeepAlive(few), Milliseconds(2_000));
        Measure(new AkkaKeepAlive(few), Milliseconds(2_000));

        // An idle system uses more than the load, and its use drifts. So the idle system is measured twice.
        var look = TimeSpan.FromSeconds(run.Size(3, 1));
        var (idle, idleWheel) = (IdlePercent("", look), IdlePercent(OnWheel, look));
        var ours = Measure(new TxaioKeepAlive(sizes), window);
        var theirs = Measure(new AkkaKeepAlive(sizes), window);
        idle = (idle + IdlePercent("", look)) / 2;
        idleWheel = (idleWheel + IdlePercent(OnWheel, look)) / 2;
        const string Peer = "Akka's scheduler";
        run.Part("CPU of the process", Peer, Net(ours, window, 0), Net(theirs, window, 0), Goal.AtMost(0.3));
        run.Part("CPU of the load, net of an idle system", Peer,
            Net(ours, window, idle), Net(theirs, window, idleWheel), Goal.Shown);
        run.Part("allocated for a ping and its timeout", Peer,
            Quantity.Bytes(ours.BytesForAPing), Quantity.Bytes(theirs.BytesForAPing), Goal.Shown);
        run.Part("bytes kept for a connection's pending ping", Peer,
            Quantity.Bytes(ours.KeptForAConnection), Quantity.Bytes(theirs.KeptForAConnection), Goal.Shown);
        var late = Lateness(ours).Zip(Lateness(theirs));
        foreach (var ((mine, their), name) in late.Zip(["median", "99 %", "99.9 %", "maximum"]))
        {
            run.Add($"lateness of pings, {name}", Peer, new Quantity(mine, "ms"),
                new Quantity(their, "ms"), mine, Goal.ShownIn("ms"));
        }
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static KeepAliveFigures Measure(KeepAliveLoad load, TimeSpan window)
    {
        using (load)
            return load.Run(window);
    }

    private static double IdlePercent(string hocon, TimeSpan window)
    {
        using var system = new BenchSystem(hocon);
        var call = system.Txaio.CallLater(TimeSpan.FromHours(1), static () => { });
        Memory.Collect();
        Thread.Sleep(KeepAliveLoad.Settling);
        var percent = Cpu.PercentOfACore(window);
        call.Cancel();
        return percent;
    }

    // In percent of a core; not below the resolution of the clock.
    private static Quantity Net(KeepAliveFigures figures, TimeSpan window, double idle) =>
        new(Math.Max(0.01, (100 * (figures.Cpu / window)) - idle), "%");

    private static double[] Lateness(KeepAliveFigures figures)
    {
        double[] all = [.. figures.Lateness.Select(static late => (double)late)];
        return [.. ((double[])[50, 99, 99.9, 100]).Select(percent => Statistics.Percentile(all, percent))];
    }
}

using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Wamp;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Calls through the WAMP router of samples/Wamp.</summary>
internal sealed class P17Wamp : ICase
{
    private const int InFlight = 32;

    public string Id => "P17";

    public string Title => "WAMP calls through samples/Wamp on loopback";

    public string Includes =>
        "samples/Wamp --listen in a process of its own. The peer is a router that forwards the same messages of "
        + "wamp.2.json on the same Kestrel and WebSockets, in a process of its own, written with tasks, a channel for "
        + "each client and concurrent dictionaries, without the library, pings, timeouts, bounds and checks. Ten "
        + "callers and one callee connect to each, from the case's process: plain ClientWebSockets that check each "
        + "result. A call takes eight WebSocket messages sent or received by the clients and the router. The CPU time "
        + "is the router's.";

    public void Run(CaseRun run)
    {
        using var sample = RouterProcess.Start("Wamp.dll", "--listen", "http://127.0.0.1:0");
        using var raw = RouterProcess.Start("Txaio.Actors.Benchmarks.dll", RawRouter.Command);
        using var ours = WampLoad.StartAsync("samples/Wamp", sample).GetAwaiter().GetResult();
        using var theirs = WampLoad.StartAsync("raw router", raw).GetAwaiter().GetResult();
        Compare(run, "WAMP calls, ten callers", ours, theirs, (load, calls) => load.OfManyCallers(calls));
        Compare(run, $"WAMP calls, one caller, {InFlight} in flight", ours, theirs,
            (load, calls) => load.OfOneCaller(calls, InFlight));
    }

    private static void Compare(
        CaseRun run, string work, WampLoad ours, WampLoad theirs, Func<WampLoad, int, Work> calls)
    {
        // The routers' processes compile too, so the warm-up has a number of calls and not a sign of its end.
        Rounds.Interleave(run.Size(10, 3), TimeSpan.Zero, calls(ours, 2_000), calls(theirs, 2_000));
        ours.ResetCpu();
        theirs.ResetCpu();
        var sides = Rounds.Interleave(
            run.Size(21, 5), TimeSpan.Zero, calls(ours, run.Size(5_000, 1_000)), calls(theirs, run.Size(5_000, 1_000)));
        run.Rate(work, sides[0], sides[1], "calls/s", Goal.AtLeast(1));
        run.Part($"{work}, CPU of the router", theirs.Name, ours.CpuForACall, theirs.CpuForACall, Goal.Shown);
    }
}

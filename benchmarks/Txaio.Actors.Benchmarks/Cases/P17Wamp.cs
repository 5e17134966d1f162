using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Wamp;
using Txaio.Actors.Benchmarks.Servers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Calls through the WAMP router of samples/Wamp.</summary>
internal sealed class P17Wamp : ICase
{
    private const int InFlight = 32;
    private const int CallsOfARound = 1_000;

    public string Id => "P17";

    public string Title => "WAMP calls through samples/Wamp on loopback";

    public string Includes =>
        "samples/Wamp --listen in a process of its own. The peer is a router that forwards the same messages of "
        + "wamp.2.json on the same Kestrel and WebSockets, in a process of its own, written with tasks, a channel for "
        + "each client and concurrent dictionaries, without the library, pings, timeouts, bounds and checks. Ten "
        + "callers and one callee connect to each, from the case's process: plain ClientWebSockets that check each "
        + "result. Each call sends four WebSocket messages and receives four, half of them in the router. The CPU time "
        + "is that of the router.";

    public void Run(CaseRun run)
    {
        using var sample = ServerProcess.Start("samples/Wamp", "Wamp.dll", "--listen", "http://127.0.0.1:0");
        using var raw = ServerProcess.Start("raw router", "Txaio.Actors.Benchmarks.dll", RawRouter.Command);
        using var ours = WampLoad.StartAsync(sample).GetAwaiter().GetResult();
        using var theirs = WampLoad.StartAsync(raw).GetAwaiter().GetResult();
        Compare(run, "WAMP calls, ten callers", ours, theirs, (load, calls) => load.OfManyCallers(calls));
        Compare(run, $"WAMP calls, one caller, {InFlight} in flight", ours, theirs,
            (load, calls) => load.OfOneCaller(calls, InFlight));
    }

    private static void Compare(
        CaseRun run, string work, WampLoad ours, WampLoad theirs, Func<WampLoad, int, Work> calls)
    {
        // The code of the routers is compiled in their own processes, where this process cannot see when it is done.
        Rounds.Interleave(run.Size(20, 5), TimeSpan.Zero, calls(ours, CallsOfARound), calls(theirs, CallsOfARound));
        ours.ResetCpu();
        theirs.ResetCpu();
        // Many short rounds: three processes share the processors, so rounds of one side differ by a factor of two.
        var sides = Rounds.Interleave(
            run.Size(101, 15), TimeSpan.Zero, calls(ours, CallsOfARound), calls(theirs, CallsOfARound));
        run.Rate(work, sides[0], sides[1], "calls/s", Goal.AtLeast(1));
        run.Part($"{work}, CPU of the router", theirs.Name, ours.CpuForACall, theirs.CpuForACall, Goal.Shown);
    }
}

using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The cost of a listener to the library's metrics and traces.</summary>
internal sealed class P16Telemetry : ICase
{
    public string Id => "P16";

    public string Title => "metrics and traces, without listeners and with listeners to everything";

    public string Includes =>
        "The work of P1, P2 and P3, once without a listener and once with a MeterListener that takes every "
        + "instrument and an ActivityListener that samples every Ask; both drop the data. The bars of P1 to P3 are "
        + "measured without a listener. The cost of an exporter is not included.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var txaio = system.Txaio;
        var echo = system.System.ActorOf(Props.Create<EchoActor>());
        var asker = new TxaioAsker(txaio, echo, Timeout.InfiniteTimeSpan);

        Compare(run, "CallSoon until run", name =>
            P01CallSoon.PostTo(name, run.Size(100_000, 30_000), txaio.Loop.CallSoon));
        Compare(run, "future until delivered", name => Futures(name, txaio, run.Size(50_000, 20_000)));
        Compare(run, "Ask, serial", name => asker.Serial(run.Size(15_000, 5_000)) with { Name = name });
    }

    private static void Compare(CaseRun run, string what, Func<string, Work> work)
    {
        EveryListener? listener = null;
        var unheard = work("no listener");
        var heard = work("with all listeners") with
        {
            Prepare = () => listener = new EveryListener(),
            Finish = () =>
            {
                listener!.Dispose();
                BenchmarkFailedException.ThrowUnlessEqual(1, Math.Sign(listener.Measured), "measurements, at least");
            },
        };

        var sides = Rounds.Interleave(run.Size(5, 3), unheard, heard);

        run.Speed(what, sides[0], sides[1], Goal.Shown);
        run.Bytes(what, sides[0], sides[1], Goal.Shown);
    }

    private static Work Futures(string name, ITxaio txaio, int count) => new(name, count, () =>
    {
        using var tally = new Tally(count);
        Action<int> callback = _ => tally.Hit();
        for (var i = 0; i < count; i++)
        {
            var future = txaio.CreateFuture<int>();
            txaio.AddCallbacks(future, callback);
            txaio.Resolve(future, i);
        }

        tally.Wait();
    });
}

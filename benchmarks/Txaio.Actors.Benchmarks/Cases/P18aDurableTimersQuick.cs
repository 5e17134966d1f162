using Samples;
using Txaio.Actors.Benchmarks.Cases.Durable;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Durable;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The part of P18 that is short enough for every run: our durable timers beside Akka's own means.</summary>
internal sealed class P18aDurableTimersQuick : ICase
{
    public string Id => "P18a";

    public string Title => "durable timers on PostgreSQL, beside a persistent actor each";

    public string Includes =>
        "Scheduling and cancelling as in P18, without its other schedulers. A quick run measures each number in flight "
        + "once.";

    public void Run(CaseRun run)
    {
        if (!PostgresServer.TryStart(out var server, out var why))
        {
            run.Skip(why);
            return;
        }

        using (server)
        {
            DurableFigures[] sides = [new(DurableSubject.Ours), new(DurableSubject.PersistentActor)];
            DurableThroughput.Measure(sides, server.ConnectionString, run.Size(3, 1));
            new DurableRows(run, sides).Add();
        }
    }
}

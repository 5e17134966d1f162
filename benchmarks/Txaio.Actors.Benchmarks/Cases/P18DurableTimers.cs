using Samples;
using Txaio.Actors.Benchmarks.Cases.Durable;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Durable;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Durable schedulers on one PostgreSQL server.</summary>
internal sealed class P18DurableTimers : ICase
{
    // What Wolverine's dead node had claimed came after up to 76 s.
    private static readonly TimeSpan PatienceAfterKill = TimeSpan.FromSeconds(90);

    public string Id => "P18";

    public string Title => "durable timers on PostgreSQL";

    public string Includes =>
        "Each node is a process, and each scheduler has a database of its own on one PostgreSQL server, which the "
        + "case starts with the settings of initdb (fsync on). A call has a text of 32 characters and is due in an "
        + "hour. It counts when the scheduler says that it is stored; the calls in the store are counted afterwards. "
        + "Schedulers that are fast are measured in turn. The store alone: rows of the same key, due time and text in "
        + "multi-row inserts by Npgsql on four connections. Wolverine's cancel does not say whether the message was "
        + "there. Memory is the growth of one process. Restart: from the start of the process that follows a SIGKILL "
        + "until 50 calls that fell due meanwhile are delivered. SIGKILL: two nodes, calls due evenly over 20 s, one "
        + "node is killed after 8 s; calls not delivered 90 s after the last is due are lost. All are set to be fast "
        + "and to notice dead nodes early, see benchmarks/Txaio.Actors.DurablePeers/Peers: Wolverine polls each second "
        + "for 5,000 messages, Orleans probes each second, Quartz checks in each second, Hangfire polls each 50 ms and "
        + "makes jobs visible after 10 s, Akka's cluster, also below ours, has the settings of hocon/cluster.conf. "
        + "Ours has one stripe, the default, and for SIGKILL the four of that file, so that both nodes have some.";

    public bool IsOnlyByName => true;

    public TimeSpan Patience => TimeSpan.FromMinutes(25);

    public void Run(CaseRun run)
    {
        if (!PostgresServer.TryStart(out var server, out var why))
        {
            run.Skip(why);
            return;
        }

        using (server)
            new DurableRows(run, Measure(run, server.ConnectionString)).Add();
    }

    private static List<DurableFigures> Measure(CaseRun run, string store)
    {
        List<DurableFigures> all = [.. DurableSubject.All.Select(static subject => new DurableFigures(subject))];
        foreach (var side in all.GroupBy(static figures => figures.Subject.IsFast ? "fast" : figures.Subject.Name))
            Try(run, "schedule and cancel", side, () =>
                DurableThroughput.Measure([.. side], store, run.Size(3, 1)));
        foreach (var figures in all.Where(static figures => figures.Subject.Delivers))
        {
            var subject = figures.Subject;
            Try(run, "memory and restart", [figures], () => figures.Pending =
                DurablePending.Measure(subject, store, run.Size(subject.Pending, subject.Pending / 4)));
            Try(run, "SIGKILL", [figures], () => figures.Kill =
                DurableKill.Measure(
                    subject.IsOurs ? DurableSubject.OursShared : subject,
                    store,
                    run.Size(2_000, 500),
                    PatienceAfterKill));
        }

        return all;
    }

    // A peer that fails is a line, and the others are measured. Ours must not fail.
    private static void Try(CaseRun run, string work, IEnumerable<DurableFigures> sides, Action measure)
    {
        // On the error output: the standard output is the result.
        Console.WriteLine($"     {work}: {string.Join(", ", sides.Select(static figures => figures.Subject.Name))}");
        try
        {
            measure();
        }
        catch (BenchmarkFailedException e) when (!sides.Any(static figures => figures.Subject.IsOurs))
        {
            run.Skip(e.Message);
        }
    }
}

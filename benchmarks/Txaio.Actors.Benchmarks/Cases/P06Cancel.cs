using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Cancelling a million batched calls.</summary>
internal sealed class P06Cancel : ICase
{
    // Bytes in queues and pools of the runtime, divided by the calls.
    private const double NothingKept = 1;

    public string Id => "P6";

    public string Title => "cancel of a million calls in random order";

    public string Includes =>
        "One thread cancels every call by its handle, in the same random order on both sides: once with calls "
        + "spread over 61 buckets, once with all calls in one bucket. The bytes kept afterwards are measured while "
        + "the timer is alive.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var count = run.Size(1_000_000, 50_000);
        var spread = TimerWork.Spread(count);
        // So long that all calls are in one bucket.
        var wide = TimeSpan.FromMinutes(10);
        var same = TimerWork.Same(count, TimeSpan.FromHours(1));
        TimerSubject Batched() => new TxaioBatched(system.Txaio, TimerWork.Bucket);
        TimerSubject InOneBucket() => new TxaioBatched(system.Txaio, wide);

        var sides = Rounds.Interleave(
            run.Size(3, 2),
            TimerWork.Cancel(Batched, spread),
            TimerWork.Cancel(static () => new SystemTimer(), spread),
            TimerWork.Cancel(InOneBucket, same),
            TimerWork.Cancel(static () => new SystemTimer(), same));

        Add(run, "61 buckets", sides[0], sides[1]);
        Add(run, "one bucket", sides[2], sides[3]);
        double[] both = [sides[0].Nanoseconds, sides[2].Nanoseconds];
        run.Add(
            "cancel, the slower row divided by the faster", "-",
            Quantity.Nanoseconds(both.Max()), Quantity.Nanoseconds(both.Min()), Statistics.Spread(both),
            Goal.AtMost(1.6));
        KeptAfter(run, "61 buckets", Batched, spread);
        KeptAfter(run, "one bucket", InOneBucket, same);
    }

    private static void Add(CaseRun run, string where, Measurement ours, Measurement theirs) => run.Part(
        $"cancel, {where}", theirs.Name, Quantity.Nanoseconds(ours.Nanoseconds),
        Quantity.Nanoseconds(theirs.Nanoseconds), Goal.AtMost(0.6));

    private static void KeptAfter(CaseRun run, string where, Func<TimerSubject> make, TimeSpan[] delays) =>
        run.Absolute(
            $"bytes kept for a cancelled call, {where}",
            Quantity.Bytes(Math.Max(0, TimerWork.Retained(make, delays).Cancelled)),
            Goal.AtMost(NothingKept, "B"));
}

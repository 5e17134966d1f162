using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Scheduling a million batched calls.</summary>
internal sealed class P05Schedule : ICase
{
    // A handle is in an array made beforehand; a slot is 24 bytes.
    private const double KeptForACall = 32;

    public string Id => "P5";

    public string Title => "batched CallLater with a million pending";

    public string Includes =>
        "One thread schedules a million calls with a static callback into an empty timer (buckets of 1 s), and "
        + "keeps their handles in an array made beforehand. All calls are cancelled afterwards, which is not "
        + "measured. A call that runs fails the case. The bytes kept are measured after full collections, without "
        + "the handles.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        // The same in a quick run: with fewer pending calls, the peers are faster.
        const int Count = 1_000_000;

        var few = TimerWork.Spread(10_000);
        Rounds.WarmUp([.. Subjects(system).Select(subject => TimerWork.Schedule(subject, few))]);
        const string Spread = "at random in 30-90 s";
        Compare(run, system, Spread, TimerWork.Spread(Count), [3.5, 1.8, 1.3]);
        MeasurePeers(run, system, Spread, TimerWork.Spread(Count));
        Compare(run, system, "all in 5 s", TimerWork.Same(Count, TimeSpan.FromSeconds(5)), [8, 4, 2]);
        OneByOne(run, system, Count);
    }

    private static void Compare(CaseRun run, BenchSystem system, string when, TimeSpan[] delays, double[] goals)
    {
        var subjects = Subjects(system);
        var sides = Rounds.Interleave(
            run.Size(3, 2), TimeSpan.Zero, [.. subjects.Select(subject => TimerWork.Schedule(subject, delays))]);
        for (var peer = 1; peer < sides.Length; peer++)
            run.Speed($"schedule, {when}", sides[0], sides[peer], Goal.AtLeast(goals[peer - 1]));
        run.Absolute(
            $"bytes kept for a pending call, {when}", Kept(subjects[0], delays), Goal.AtMost(KeptForACall, "B"));
    }

    private static void MeasurePeers(CaseRun run, BenchSystem system, string when, TimeSpan[] delays)
    {
        var subjects = Subjects(system);
        var ours = Kept(subjects[0], delays);
        foreach (var subject in subjects.Skip(1))
        {
            using var named = subject();
            run.Part($"bytes kept for a pending call, {when}", named.Name, ours, Kept(subject, delays), Goal.Shown);
        }
    }

    private static Quantity Kept(Func<TimerSubject> subject, TimeSpan[] delays) =>
        Quantity.Bytes(TimerWork.Retained(subject, delays).Pending);

    private static Func<TimerSubject>[] Subjects(BenchSystem system) =>
    [
        () => new TxaioBatched(system.Txaio, TimerWork.Bucket),
        () => new AkkaScheduler(system),
        static () => new SystemTimer(),
        static () => new DotNettyWheel(),
    ];

    // The bytes of timeouts that are scheduled and cancelled, as most timeouts are, while many other calls are pending.
    private static void OneByOne(CaseRun run, BenchSystem system, int count)
    {
        using var subject = new TxaioBatched(system.Txaio, TimerWork.Bucket);
        subject.MakeRoom(count);
        subject.Schedule(TimerWork.Spread(count));
        using var timer = system.Txaio.MakeBatchedTimer(TimerWork.Bucket);
        var delay = TimeSpan.FromSeconds(30);
        var work = new Work("schedule and cancel", count, () =>
        {
            for (var i = 0; i < count; i++)
            {
                if (!timer.CallLater(delay, Ran, "it").Cancel())
                    throw new BenchmarkFailedException("A call could not be cancelled.");
            }
        });

        var side = Rounds.Interleave(run.Size(3, 2), work)[0];
        run.Absolute("allocated to schedule and cancel a call", Quantity.Bytes(side.Bytes), Goal.AtMost(0.1, "B"));

        // The compiler would take a lambda that only throws for an async callback.
        static void Ran(string state) => throw new BenchmarkFailedException($"{state} ran");
    }
}

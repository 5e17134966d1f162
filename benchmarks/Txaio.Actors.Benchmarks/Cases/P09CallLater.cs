using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary><c>CallLater</c> without batching.</summary>
internal sealed class P09CallLater : ICase
{
    public string Id => "P9";

    public string Title => "CallLater, unbatched, schedule and cancel";

    public string Includes =>
        "One thread schedules 200,000 calls due at random in 30 to 90 s, then cancels all calls in random order; "
        + "time and bytes are for both together. Our calls flow the execution context. The peer is Akka's "
        + "ScheduleTellOnceCancelable.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var delays = TimerWork.Spread(run.Size(200_000, 20_000));
        TimerSubject Ours() => new TxaioCallLater(system.Txaio);
        TimerSubject Akkas() => new AkkaScheduler(system);

        var both = Rounds.Interleave(
            run.Size(29, 3), TimerWork.ScheduleAndCancel(Ours, delays), TimerWork.ScheduleAndCancel(Akkas, delays));
        run.Speed("schedule and cancel", both[0], both[1], Goal.AtLeast(1.5));
        run.Bytes("schedule and cancel", both[0], both[1], Goal.AtMost(0.6));

        var schedule = Rounds.Interleave(
            run.Size(3, 2), TimerWork.Schedule(Ours, delays), TimerWork.Schedule(Akkas, delays));
        run.Speed("schedule alone", schedule[0], schedule[1], Goal.Shown);
    }
}

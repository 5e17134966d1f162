using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The sleeping scheduler beside Akka's.</summary>
internal sealed class P21TellOnce : ICase
{
    private const int Threads = 4;

    public string Id => "P21";

    public string Title => "ScheduleTellOnceCancelable of the sleeping scheduler";

    public string Includes =>
        "500,000 messages due at random in 30 to 90 s, scheduled by one thread and by four, with the method of the "
        + "class, and with Akka's extension method, which makes a Cancelable for each call: 88 B that no scheduler "
        + "can avoid. Then one thread cancels all in random order. A message that is told fails the case. Kept bytes "
        + "are after full collections, with the cancelables.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        var delays = TimerWork.Spread(run.Size(500_000, 400_000));
        TimerSubject Ours() => new SleepingTimer(system);
        TimerSubject OfAkka() => new SleepingTimer(system, cancelableOfAkka: true);
        TimerSubject Akkas() => new AkkaScheduler(system);

        var rounds = run.Size(5, 2);
        foreach (var threads in new[] { 1, Threads })
        {
            var sides = Rounds.Interleave(
                rounds,
                TimerWork.Schedule(Ours, delays, threads),
                TimerWork.Schedule(OfAkka, delays, threads),
                TimerWork.Schedule(Akkas, delays, threads));
            var by = threads == 1 ? "one thread" : "four threads";
            run.Speed($"schedule, {by}", sides[0], sides[2], Goal.AtLeast(3));
            run.Bytes($"schedule, {by}", sides[0], sides[2], Goal.AtMost(1 / 3.0));
            run.Speed($"schedule with Akka's Cancelable, {by}", sides[1], sides[2], Goal.Shown);
            run.Bytes($"schedule with Akka's Cancelable, {by}", sides[1], sides[2], Goal.Shown);
        }

        var cancels = Rounds.Interleave(
            rounds, TimerWork.Cancel(Ours, delays), TimerWork.Cancel(OfAkka, delays), TimerWork.Cancel(Akkas, delays));
        run.Speed("cancel", cancels[0], cancels[2], Goal.AtLeast(1));
        run.Speed("cancel with Akka's Cancelable", cancels[1], cancels[2], Goal.Shown);
        Kept(run, "", TimerWork.Retained(Ours, delays), TimerWork.Retained(Akkas, delays));
        Kept(run, " with Akka's Cancelable", TimerWork.Retained(OfAkka, delays), TimerWork.Retained(Akkas, delays));
    }

    private static void Kept(
        CaseRun run, string how, (double Pending, double Cancelled) ours, (double Pending, double Cancelled) theirs)
    {
        const string Peer = "Akka's scheduler";
        run.Part($"kept for a pending call{how}", Peer,
            Quantity.Bytes(ours.Pending), Quantity.Bytes(theirs.Pending), Goal.Shown);
        run.Add($"kept for a cancelled call{how}", Peer, Quantity.Bytes(Math.Max(0, ours.Cancelled)),
            Quantity.Bytes(theirs.Cancelled), Math.Max(0, ours.Cancelled), Goal.AtMost(1, "B"));
    }
}

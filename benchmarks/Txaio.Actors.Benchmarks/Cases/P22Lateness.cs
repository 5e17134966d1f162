using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>How late single calls are.</summary>
internal sealed class P22Lateness : ICase
{
    public string Id => "P22";

    public string Title => "one-shots of 1 to 50 ms";

    public string Includes =>
        "Messages to an actor with delays of 1 to 50 ms, one scheduled every few milliseconds, on each scheduler in "
        + "turn; the time from the end of the delay until the actor has the message. A message that comes early fails "
        + "the case.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem();
        using var sleeping = new SleepingScheduler(system.System.Settings.Config, system.System.Log);
        using var wheel = new HashedWheelTimerScheduler(system.System.Settings.Config, system.System.Log);
        var count = run.Size(500, 100);
        Measure(system, sleeping, count / 10);
        Measure(system, wheel, count / 10);
        var ours = new List<double>();
        var theirs = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            ours.AddRange(Measure(system, sleeping, count));
            theirs.AddRange(Measure(system, wheel, count));
        }

        foreach (var (percent, name) in new[] { (50.0, "median"), (99.0, "99 %") })
        {
            var mine = Statistics.Percentile([.. ours], percent);
            run.Add($"late, {name}", "Akka's scheduler", new Quantity(mine, "ms"),
                new Quantity(Statistics.Percentile([.. theirs], percent), "ms"), mine,
                percent == 50 ? Goal.AtMost(1.5, "ms") : Goal.ShownIn("ms"));
        }
    }

    private static double[] Measure(BenchSystem system, IScheduler scheduler, int count)
    {
        var late = new double[count];
        using var left = new CountdownEvent(count);
        var actor = system.StartOnLoopKind(() => new Receiver(late, left));
        var random = new Random(count);
        for (var i = 0; i < count; i++)
        {
            var delay = TimeSpan.FromMilliseconds(random.Next(1, 51));
            scheduler.ScheduleTellOnce(
                delay, actor, new Due(i, Stopwatch.GetTimestamp(), delay), ActorRefs.NoSender);
            Thread.Sleep(random.Next(1, 4));
        }

        if (!left.Wait(TimeSpan.FromSeconds(30)))
            throw new BenchmarkFailedException($"{left.CurrentCount} messages did not come.");
        ((IInternalActorRef)actor).Stop();
        // Akka's clock and the stopwatch are read one after the other.
        if (late.Min() < -0.1)
            throw new BenchmarkFailedException($"A message came {-late.Min():N3} ms early.");
        return late;
    }

    private sealed record Due(int Number, long From, TimeSpan Delay);

    private sealed class Receiver(double[] late, CountdownEvent left) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            var due = (Due)message;
            late[due.Number] = (Stopwatch.GetElapsedTime(due.From) - due.Delay).TotalMilliseconds;
            left.Signal();
        }
    }
}

using Akka.Actor;
using Txaio.Actors.Futures.Asking;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>The timeouts of Asks, which one scan of the loop's dependents finds.</summary>
public sealed class AskTests
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(2);

    [Fact]
    public void Ask_that_is_made_while_a_scan_runs_times_out() => Schedules.Explore(static () =>
    {
        using var timers = new TestTimers();
        var scanner = new AskTimeoutScanner(TestSystem.Loop, new AskTimers(timers.Host));
        var first = Ask(scanner);
        timers.Scheduler.Now = 2 * Allowed.Ticks;
        AskFuture<int>? one = null, other = null;
        Schedules.Run(timers.Scheduler.RunDue, () => one = Ask(scanner), () => other = Ask(scanner));
        for (var i = 2; i < 5; i++)
        {
            timers.Scheduler.Now = (2 + i) * Allowed.Ticks;
            timers.Scheduler.RunDue();
        }

        foreach (var ask in new[] { first, one!, other! })
            Schedules.Check(ask.IsCalled, "an Ask is pending after its time");
        Schedules.Check(scanner.PendingScans == 0, "a scan is scheduled without an Ask");
    });

    private static AskFuture<int> Ask(AskTimeoutScanner scanner)
    {
        var ask = new AskFuture<int>(TestSystem.Loop, Target.Instance, "question", Allowed, scanner.DueIn(Allowed));
        ask.RegisterWithLoop();
        ask.Observe();
        ask.Send(scanner);
        return ask;
    }

    private sealed class Target : ICanTell
    {
        public static readonly Target Instance = new();

        public void Tell(object message, IActorRef sender)
        {
        }
    }
}

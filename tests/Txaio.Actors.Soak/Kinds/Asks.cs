using Akka.Actor;

namespace Txaio.Actors.Soak.Kinds;

/// <summary>Asks that are replied to, fail, time out, are cancelled, and are repeated.</summary>
internal static class Asks
{
    private const int Rounds = 300;
    private const int Forms = 9;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    // A stopped process may be late by seconds.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(50);

    public static void Play(Cycle cycle) => cycle.OnThreads(Rounds, (_, random, _) =>
    {
        var txaio = cycle.World.Loops[random.Next(cycle.World.Loops.Count)];
        var form = random.Next(Forms);
        if (form < Forms / 2)
            StartOnce(cycle, txaio, form);
        else
            StartOther(cycle, txaio, form);
    });

    private static void StartOnce(Cycle cycle, ITxaio txaio, int form)
    {
        var targets = cycle.World.Targets;
        switch (form)
        {
            case 0:
                cycle.Start("Ask", Ends.Done).Follow(txaio.Ask<string>(targets.Echo, "hello", Long));
                break;
            case 1:
                var fails = cycle.Start("Ask that is failed", Ends.Failed, typeof(InjectedException));
                fails.Follow(txaio.Ask<string>(targets.Failing, fails, Long));
                break;
            case 2:
                cycle.Start("Ask without a reply", Ends.Failed, typeof(AskTimeoutException))
                    .Follow(txaio.Ask<string>(targets.Silent, "hello", Short));
                break;
            default:
                cycle.Start("Ask of a dead actor", Ends.Failed, typeof(AskTargetException))
                    .Follow(txaio.Ask<string>(targets.Dead, "hello", Long));
                break;
        }
    }

    private static void StartOther(Cycle cycle, ITxaio txaio, int form)
    {
        var targets = cycle.World.Targets;
        switch (form)
        {
            case 4:
                cycle.Start("Ask with a wrong reply", Ends.Failed, typeof(ArgumentException))
                    .Follow(txaio.Ask<int>(targets.Echo, "hello", Long));
                break;
            case 5:
                using (var source = new CancellationTokenSource())
                {
                    cycle.Start("Ask that is cancelled", Ends.Cancelled)
                        .Follow(txaio.Ask<string>(targets.Silent, "hello", Timeout.InfiniteTimeSpan, source.Token));
                    source.Cancel();
                }

                break;
            case 6:
                // A token that lives through all cycles must not hold on to the Ask.
                cycle.Start("awaited Ask with a token", Ends.Done)
                    .Follow(Awaits(txaio.Ask<string>(targets.Echo, "hello", Long, cycle.World.Never)));
                break;
            case 7:
                cycle.Start("AskWithRetry without a reply", Ends.Failed)
                    .Follow(txaio.AskWithRetry<string>(targets.Silent, "hello", Retries(Short)));
                break;
            default:
                var attempts = 0;
                cycle.Start("AskWithRetry", Ends.Done).Follow(txaio.AskWithRetry<string>(
                    () => attempts++ == 0 ? targets.Dead : targets.Echo, "hello", Retries(Long), cycle.World.Never));
                break;
        }
    }

    private static AskRetryOptions Retries(TimeSpan timeout) => new()
    {
        Timeout = timeout,
        AttemptTimeout = timeout / 2,
        MinBackoff = TimeSpan.FromMilliseconds(5),
        MaxBackoff = TimeSpan.FromMilliseconds(10),
    };

    private static async Task Awaits(Future<string> future) => await future;
}

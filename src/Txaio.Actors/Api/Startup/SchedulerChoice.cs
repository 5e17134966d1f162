using Akka.Actor;

namespace Txaio.Actors.Api.Startup;

/// <summary>The scheduler of the library's own due times.</summary>
internal static class SchedulerChoice
{
    /// <summary>Returns the actor system's scheduler, or makes one that ends with the actor system.</summary>
    /// <exception cref="InvalidOperationException">The actor system has ended.</exception>
    public static IScheduler For(ExtendedActorSystem system, TxaioScheduler kind)
    {
        if (kind == TxaioScheduler.Akka || system.Scheduler is SleepingScheduler || !FollowsTheMachine(system.Scheduler))
            return system.Scheduler;
        // The same clock: the library compares due times with the clock of the system's scheduler.
        var own = new SleepingScheduler(system.Settings.Config, system.Log, system.Scheduler);
        system.RegisterOnTermination(own.Dispose);
        return own;
    }

    // Akka's mark of schedulers in real time. Schedulers of tests do not have it: a test moves their time.
    private static bool FollowsTheMachine(IScheduler scheduler) => scheduler is IDateTimeOffsetNowTimeProvider;
}

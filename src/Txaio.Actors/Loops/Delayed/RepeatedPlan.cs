namespace Txaio.Actors.Loops.Delayed;

/// <summary>The callback of a repeated call, and when it runs.</summary>
/// <param name="Interval">The time between two ticks.</param>
/// <param name="Callback">The user's callback, for reports.</param>
/// <param name="Run">Runs the callback with the number of ticks since its previous run.</param>
/// <param name="Missed">Whether missed ticks are skipped or caught up.</param>
/// <param name="RunsNow">Whether the first tick is due at once.</param>
internal sealed record RepeatedPlan(
    TimeSpan Interval, Delegate Callback, Func<long, Task> Run, MissedTicks Missed, bool RunsNow)
{
    public static RepeatedPlan Of(TimeSpan interval, Action callback, MissedTicks missed, bool runNow)
    {
        return Checked(interval, callback, Run, missed, runNow);

        Task Run(long ticks)
        {
            callback();
            return Task.CompletedTask;
        }
    }

    public static RepeatedPlan Of(TimeSpan interval, Action<long> callback, MissedTicks missed, bool runNow)
    {
        return Checked(interval, callback, Run, missed, runNow);

        Task Run(long ticks)
        {
            callback(ticks);
            return Task.CompletedTask;
        }
    }

    public static RepeatedPlan Of(TimeSpan interval, Func<Task> callback, MissedTicks missed, bool runNow) =>
        Checked(interval, callback, _ => Started(callback()), missed, runNow);

    public static RepeatedPlan Of(TimeSpan interval, Func<long, Task> callback, MissedTicks missed, bool runNow) =>
        Checked(interval, callback, ticks => Started(callback(ticks)), missed, runNow);

    private static Task Started(Task? task) =>
        task ?? throw new InvalidOperationException("An async callback returned null instead of a task.");

    private static RepeatedPlan Checked(
        TimeSpan interval, Delegate callback, Func<long, Task> run, MissedTicks missed, bool runNow)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfWrong(interval);
        if (missed is not (MissedTicks.Skip or MissedTicks.CatchUp))
            throw new ArgumentOutOfRangeException(nameof(missed), missed, "Missed ticks must be Skip or CatchUp.");
        return new RepeatedPlan(interval, callback, run, missed, runNow);
    }

    private static void ThrowIfWrong(TimeSpan interval)
    {
        if (interval <= TimeSpan.Zero || interval > Delays.Max)
        {
            throw new ArgumentOutOfRangeException(
                nameof(interval), interval, $"An interval must be positive and at most {Delays.MaxText}.");
        }
    }
}

namespace Txaio.Actors.Loops.Delayed;

/// <summary>The delays that are allowed, and their due times in ticks of the scheduler's clock.</summary>
internal static class Delays
{
    /// <summary>The due time of a call with an infinite delay, which can only be cancelled.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The longest delay: longer than any program runs, and too short for an overflow of ticks.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(36_500);

    /// <summary>The longest delay as a text, for errors.</summary>
    public static readonly string MaxText = FormattableString.Invariant($"{Max.TotalDays:N0} days");

    /// <summary>The due time of a call that is scheduled now; a negative delay counts as zero.</summary>
    public static long Due(long now, TimeSpan delay) =>
        delay == Timeout.InfiniteTimeSpan ? Never : now + Math.Max(0, delay.Ticks);

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is too long.</exception>
    public static void ThrowIfTooLong(TimeSpan delay, string name = "delay")
    {
        if (delay > Max)
            ThrowTooLong(delay, name);
    }

    private static void ThrowTooLong(TimeSpan delay, string name) => throw new ArgumentOutOfRangeException(
        name, delay, $"A {(name == "timeout" ? name : "delay")} can be at most {MaxText}.");
}

using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>The arithmetic of due times, in milliseconds since 1970. The caller passes the time.</summary>
internal static class DueTime
{
    /// <summary>The longest delay.</summary>
    public const long LongestDelay = 36_500L * 24 * 60 * 60 * 1_000;

    /// <summary>The last due time that a client may ask for: the end of the year 9899.</summary>
    public const long Latest = 250_246_497_599_999;

    /// <summary>
    /// The due time of a call: the asked time and the margin for clock skew, rounded up to the bucket. It is later than
    /// <paramref name="at"/>, the time at which the stripe got the call. So it differs from the due times of all calls
    /// that were delivered before, and an acknowledgement of an older call of the key does not fit the new one.
    /// </summary>
    public static long Of(Schedule schedule, long at, StripeSettings settings)
    {
        var asked = schedule.WhenCase == Schedule.WhenOneofCase.Due ? schedule.Due : at + schedule.Delay;
        var earliest = Math.Max(asked + (long)settings.ClockSkew.TotalMilliseconds, at + 1);
        return RoundUp(earliest, (long)settings.Bucket.TotalMilliseconds);
    }

    private static long RoundUp(long time, long bucket) => (time + bucket - 1) / bucket * bucket;
}

using System.Text;
using Txaio.Actors.Cluster.Stripes;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>Checks arguments in the thread that calls.</summary>
internal static class CallChecks
{
    /// <summary>The most characters of a key.</summary>
    public const int LongestKey = CallLimits.Key;

    /// <summary>The longest time from now to a due time.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(36_500);

    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Refuses a key that is empty, too long or not valid Unicode.</summary>
    public static void Key(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length is 0 or > LongestKey)
        {
            throw new ArgumentException(
                $"The key has {key.Length} characters: a key has 1 to {LongestKey} characters.", nameof(key));
        }

        Text(key, "The key", nameof(key));
    }

    /// <summary>
    /// Refuses a text that is too long, or has half of a surrogate pair: two such texts could have the same bytes.
    /// </summary>
    public static void Text(string text, string name, string argument)
    {
        if (text.Length > CallLimits.Text)
        {
            throw new ArgumentException(
                $"{name} has {text.Length} characters: at most {CallLimits.Text} are allowed.", argument);
        }

        try
        {
            Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"{name} is not valid Unicode: {e.Message}", argument, e);
        }
    }

    /// <summary>The delay in milliseconds, rounded up; zero for a negative delay.</summary>
    public static long Delay(TimeSpan delay)
    {
        if (delay > LongestDelay)
        {
            throw new ArgumentOutOfRangeException(
                nameof(delay), delay, $"The delay is more than {LongestDelay.TotalDays:F0} days.");
        }

        return delay <= TimeSpan.Zero ? 0 : Milliseconds(delay.Ticks);
    }

    /// <summary>The due time in milliseconds since 1970, rounded up; zero for an earlier time.</summary>
    public static long Due(DateTimeOffset due, DateTimeOffset now)
    {
        if (due - now > LongestDelay)
        {
            throw new ArgumentOutOfRangeException(
                nameof(due), due, $"The due time is more than {LongestDelay.TotalDays:F0} days from now.");
        }

        var ticks = due.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return ticks <= 0 ? 0 : Milliseconds(ticks);
    }

    private static long Milliseconds(long ticks) =>
        (ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
}

using System.Globalization;

namespace Txaio.Actors.Configuration;

/// <summary>HOCON's durations: a number and a unit, as <c>200ms</c>, <c>1.5s</c> or <c>2 minutes</c>.</summary>
/// <remarks>
/// Akka's own <c>GetTimeSpan</c> takes a number without unit for milliseconds, so a forgotten unit is off by a
/// thousand without a word; and it lists <c>us</c> as a unit but fails on it.
/// </remarks>
internal static class HoconDurations
{
    /// <summary>Reads <paramref name="text"/> as 100 ns ticks, which may be too many for a TimeSpan.</summary>
    /// <returns>False when it is not a number of zero or more followed by a unit.</returns>
    public static bool TryParseTicks(string text, out double ticks)
    {
        var unitAt = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var number = text.AsSpan(0, unitAt);
        var perUnit = TicksPer(text.AsSpan(unitAt).TrimStart());
        ticks = 0;
        if (perUnit == 0 || number.IsEmpty || !char.IsAsciiDigit(number[0]))
            return false;
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            return false;
        ticks = Math.Round(count * perUnit);
        return true;
    }

    private static double TicksPer(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01,
        "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
        "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        _ => 0,
    };
}

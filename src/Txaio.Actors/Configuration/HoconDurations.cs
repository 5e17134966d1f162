using System.Globalization;

namespace Txaio.Actors.Configuration;

/// <summary>HOCON's durations: a number and a unit, such as <c>200ms</c>, <c>1.5s</c> or <c>2 minutes</c>.</summary>
/// <remarks>
/// Akka's <c>GetTimeSpan</c> is not used. It reads a number without a unit as milliseconds, so that a forgotten unit is
/// not noticed, and it fails on the unit <c>us</c>.
/// </remarks>
internal static class HoconDurations
{
    /// <summary>Reads <paramref name="text"/> as ticks of 100 ns. The number may be too large for a TimeSpan.</summary>
    /// <returns>False if the text is not a number of zero or more with a unit.</returns>
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

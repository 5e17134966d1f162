using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Txaio.Actors.Configuration;

/// <summary>
/// Writes the options of a loop or timer as a HOCON section, so that the same code checks options and sections.
/// </summary>
internal static class OptionsHocon
{
    /// <summary>Returns the section. Null options have no key.</summary>
    /// <exception cref="ConfigurationException">Two options exclude each other.</exception>
    public static HoconObject Of(LoopOptions options)
    {
        if (options.Dispatcher is { } shared
            && (options.DispatcherType ?? (object?)options.Throughput ?? options.Threads) is not null)
        {
            throw new ConfigurationException(
                $"LoopOptions.Dispatcher = {HoconValues.OneLine(shared)}: must not be set together with "
                + "DispatcherType, Throughput or Threads, which describe a dispatcher of the loop's own");
        }

        var section = new HoconObject();
        Set(section, options.Dispatcher, "dispatcher");
        Set(section, options.DispatcherType ?? TypeWith(options.Threads), "dispatcher", "type");
        Set(section, Text(options.Throughput), "dispatcher", "throughput");
        Set(section, Text(options.Threads), "dispatcher", "dedicated-thread-pool", "thread-count");
        Set(section, Text(options.CallbacksPerTurn), "callbacks-per-turn");
        Set(section, Text(options.Capacity), "capacity");
        Set(section, Text(options.SlowCallback), "slow-callback");
        return section;
    }

    /// <summary>Returns the section. Null options have no key.</summary>
    public static HoconObject Of(BatchedTimerOptions options)
    {
        var section = new HoconObject();
        Set(section, Text(options.Bucket), "bucket");
        Set(section, Text(options.ChunkSize), "chunk-size");
        Set(section, options.Loop, "loop");
        Set(section, options.Rounding?.ToString().ToLowerInvariant(), "rounding");
        return section;
    }

    /// <summary>The type of dispatcher that has a number of threads; null for the default loop's type.</summary>
    public static string? TypeWith(int? threads) => threads is null ? null : "ForkJoinDispatcher";

    private static void Set(HoconObject section, string? value, params ReadOnlySpan<string> path)
    {
        if (value is null)
            return;
        foreach (var key in path[..^1])
        {
            var below = section.GetOrCreateKey(key);
            if (below.GetObject() is null)
                below.NewValue(new HoconObject());
            section = below.GetObject();
        }

        section.GetOrCreateKey(path[^1]).NewValue(new HoconLiteral { Value = value });
    }

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(TimeSpan? value) => value switch
    {
        null => null,
        _ when value == Timeout.InfiniteTimeSpan => "infinite",
        { Ticks: var ticks } => string.Create(
            CultureInfo.InvariantCulture, $"{(decimal)ticks / TimeSpan.TicksPerMillisecond:0.####}ms"),
    };
}

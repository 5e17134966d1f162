using Akka.Configuration;

namespace KeepAlive;

/// <summary>The times of pings and drops, and the configuration of loops, timer and log level.</summary>
/// <param name="Config">The HOCON.</param>
/// <param name="ConfigName">The name of the file, for messages.</param>
/// <param name="Ping">From an answer to the next ping; Autobahn's <c>autoPingInterval</c>.</param>
/// <param name="Timeout">From a ping to the drop; Autobahn's <c>autoPingTimeout</c>.</param>
/// <param name="PingSize">The payload of a ping, in bytes; Autobahn's <c>autoPingSize</c>.</param>
/// <param name="RestartOnAnyTraffic">
/// True: any frame that comes while a ping waits counts as its answer. False: only the pong with the ping's payload
/// does. Autobahn's <c>autoPingRestartOnAnyTraffic</c>.
/// </param>
internal sealed record KeepAliveSettings(
    Config Config, string ConfigName, TimeSpan Ping, TimeSpan Timeout, int PingSize, bool RestartOnAnyTraffic)
{
    /// <summary>The name of the batched timer in the configuration.</summary>
    public const string TimerName = "keepalive";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>How long a closing handshake may take.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private const string OwnConfig = "hocon/keepalive.conf";
    private static readonly TimeSpan DefaultPing = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);

    public static KeepAliveSettings Read(Options options)
    {
        // Short runs get shorter times, so that each connection gets several pings in them, too.
        var ping = options.Ping ?? Shorter(DefaultPing, options.Duration / 5);
        var timeout = options.Timeout ?? Shorter(Shorter(DefaultTimeout, options.Duration / 6), ping);
        var name = options.ConfigFile ?? OwnConfig;
        var file = options.ConfigFile ?? Path.Combine(AppContext.BaseDirectory, OwnConfig);
        return new KeepAliveSettings(
            Parse(name, file), name, ping, timeout, options.PingSize, options.RestartOnAnyTraffic);
    }

    /// <summary>
    /// How long after the timeout a drop may come. Rounding up makes the drop due at most one bucket later. A full
    /// bucket is spread over its length, and two busy processes may need a second.
    /// </summary>
    public static TimeSpan Lateness(TimeSpan bucket) => bucket + (bucket > Grace ? bucket : Grace);

    /// <summary>Refuses times that are too short for the bucket.</summary>
    /// <param name="bucket">
    /// The timer's bucket. Calls are up to one bucket late, or early when the timer rounds down.
    /// </param>
    public void Check(TimeSpan bucket)
    {
        if (Ping < 2 * bucket)
            throw TooShort("--ping", Ping, bucket);
        if (Timeout < 2 * bucket)
            throw TooShort("--timeout", Timeout, bucket);
    }

    /// <summary>
    /// The last moment of a run at which a client may fall silent, so that the run still shows its drop. The next ping
    /// comes up to two buckets late, because due times are rounded up and a full bucket is spread over its length. The
    /// drop comes after that ping.
    /// </summary>
    public TimeSpan LastSilence(TimeSpan duration, TimeSpan bucket)
    {
        var needed = Ping + (2 * bucket) + Timeout + Lateness(bucket);
        return duration > needed
            ? duration - needed
            : throw new UsageException(
                $"--seconds {duration.TotalSeconds:0.###} is too short to see a silent client dropped: with "
                + $"--ping {Ping.TotalSeconds:0.###} and --timeout {Timeout.TotalSeconds:0.###} it takes up to "
                + $"{needed.TotalSeconds:0.###} s (or give --silent 0)");
    }

    private static Config Parse(string name, string file)
    {
        Config config;
        try
        {
            config = ConfigurationFactory.ParseString(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--config {name}: cannot be read: {e.Message}");
        }
        catch (Exception e)
        {
            // Akka's parser throws exceptions of many types.
            throw new UsageException($"--config {name}: is not HOCON: {e.Message.ReplaceLineEndings(" ")}");
        }

        return config.HasPath($"txaio.timers.{TimerName}")
            ? config
            : throw new UsageException($"--config {name}: has no section txaio.timers.{TimerName}");
    }

    private UsageException TooShort(string option, TimeSpan given, TimeSpan bucket) => new(
        $"{option} {given.TotalSeconds:0.###} is too short for timer '{TimerName}' of {ConfigName}: "
        + $"it must be at least two of its buckets of {bucket.TotalSeconds:0.###} s");

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

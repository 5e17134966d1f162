using System.Globalization;
using Akka.Configuration;
using Txaio.Actors.TestKit.Ending;

namespace Txaio.Actors.TestKit.Configuration;

/// <summary>The settings under <c>txaio.testkit</c>, read and checked once.</summary>
internal sealed record TestKitSettings(
    PendingAtEndMode PendingAtEnd, TimeSpan RealTimeout, DateTimeOffset? Start = null)
{
    private const string Section = "txaio.testkit";
    private const string StartAllowed = "now, or a time with its offset from UTC, such as 2000-01-01T00:00:00Z";

    private static readonly string[] Keys = ["pending-at-end", "timeout", "start"];

    /// <summary>The defaults: the embedded <c>reference.conf</c>.</summary>
    public static Config Reference { get; } =
        ConfigurationFactory.FromResource<TestKitSettings>("Txaio.Actors.TestKit.reference.conf");

    /// <summary>Reads the settings of an actor system.</summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static TestKitSettings Read(Config config)
    {
        var section = config.GetConfig(Section) ?? Config.Empty;
        if (section.AsEnumerable().Select(static entry => entry.Key).Except(Keys).Order(StringComparer.Ordinal).FirstOrDefault() is { } key)
        {
            throw new ConfigurationException(
                $"{Section}.{key}: there is no such setting; known are: {string.Join(", ", Keys)}.");
        }

        section = section.WithFallback(Reference.GetConfig(Section));
        return new TestKitSettings(ReadPendingAtEnd(section), ReadTimeout(section), ReadStart(section));
    }

    private static PendingAtEndMode ReadPendingAtEnd(Config section) => section.GetString("pending-at-end") switch
    {
        "log" => PendingAtEndMode.Log,
        "throw" => PendingAtEndMode.Throw,
        "off" or "false" or "no" => PendingAtEndMode.Off,
        var other => throw Wrong("pending-at-end", other, "log, throw or off"),
    };

    // A unit is required: Akka would read a bare number as milliseconds.
    private static TimeSpan ReadTimeout(Config section)
    {
        const string allowed = "a positive duration with its unit, such as 10s, or infinite";
        var text = section.GetString("timeout") ?? "";
        if (text is not [.., >= 'a' and <= 'z'])
            throw Wrong("timeout", text, allowed);
        TimeSpan timeout;
        try
        {
            timeout = section.GetTimeSpan("timeout");
        }
        catch (Exception e) when (e is FormatException or ConfigurationException or OverflowException)
        {
            throw Wrong("timeout", text, allowed);
        }

        return timeout > TimeSpan.Zero || timeout == Timeout.InfiniteTimeSpan
            ? timeout
            : throw Wrong("timeout", text, allowed);
    }

    // Returns null for the word "now".
    private static DateTimeOffset? ReadStart(Config section)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var text = section.GetString("start") ?? "";
        if (text == "now")
            return null;
        // A time without an offset would differ between machines.
        if (text is not [.., 'Z'] and not [.., '+' or '-', _, _, ':', _, _])
            throw Wrong("start", text, StartAllowed);
        return DateTimeOffset.TryParseExact(
            text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            ? start.ToUniversalTime()
            : throw Wrong("start", text, StartAllowed);
    }

    private static ConfigurationException Wrong(string key, string value, string allowed) =>
        new($"{Section}.{key} = {value}: must be {allowed}.");
}

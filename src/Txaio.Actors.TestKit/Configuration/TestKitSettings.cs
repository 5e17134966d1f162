using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Txaio.Actors.Configuration;
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
        BrokenSubstitutions.Refuse(config, Reference);
        var own = SectionOf(config) ?? new HoconObject();
        if (own.Items.Keys.Except(Keys).Order(StringComparer.Ordinal).FirstOrDefault() is { } key)
        {
            throw new ConfigurationException(
                $"{HoconValues.Path($"{Section}.{HoconValues.Key(key)}")} = {HoconValues.Show(own.GetKey(key))}: "
                + "not a known key; known are "
                + string.Join(", ", Keys));
        }

        var reference = SectionOf(Reference)!;
        return new TestKitSettings(
            ReadPendingAtEnd(Get("pending-at-end")), ReadTimeout(Get("timeout")), ReadStart(Get("start")));

        HoconValue Get(string name) => own.GetKey(name) ?? reference.GetKey(name);
    }

    // Null if the section is missing. No value of the section is read.
    private static HoconObject? SectionOf(Config config)
    {
        if (config.Root is not { } root || HoconValues.Section(root)?.GetKey("txaio") is not { } above
            || HoconValues.Section(above)?.GetKey("testkit") is not { } value)
        {
            return null;
        }

        return HoconValues.Section(value)
            ?? throw new ConfigurationException($"{Section} = {HoconValues.Show(value)}: must be a section.");
    }

    private static PendingAtEndMode ReadPendingAtEnd(HoconValue value) => HoconValues.Text(value) switch
    {
        "log" => PendingAtEndMode.Log,
        "throw" => PendingAtEndMode.Throw,
        "off" or "false" or "no" => PendingAtEndMode.Off,
        _ => throw Wrong("pending-at-end", value, "log, throw or off"),
    };

    // A unit is required: Akka would read a bare number as milliseconds.
    private static TimeSpan ReadTimeout(HoconValue value)
    {
        const string allowed = "a positive duration with its unit, such as 10s, or infinite";
        if (HoconValues.Text(value) is not [.., >= 'a' and <= 'z'])
            throw Wrong("timeout", value, allowed);
        TimeSpan timeout;
        try
        {
            timeout = value.GetTimeSpan();
        }
        catch (Exception e) when (e is FormatException or ConfigurationException or OverflowException)
        {
            throw Wrong("timeout", value, allowed);
        }

        return timeout > TimeSpan.Zero || timeout == Timeout.InfiniteTimeSpan
            ? timeout
            : throw Wrong("timeout", value, allowed);
    }

    // Returns null for the word "now".
    private static DateTimeOffset? ReadStart(HoconValue value)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var text = HoconValues.Text(value) ?? "";
        if (text == "now")
            return null;
        // A time without an offset would differ between machines.
        if (text is not [.., 'Z'] and not [.., '+' or '-', _, _, ':', _, _])
            throw Wrong("start", value, StartAllowed);
        return DateTimeOffset.TryParseExact(
            text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            ? start.ToUniversalTime()
            : throw Wrong("start", value, StartAllowed);
    }

    private static ConfigurationException Wrong(string key, HoconValue value, string allowed) =>
        new($"{Section}.{key} = {HoconValues.Show(value)}: must be {allowed}.");
}

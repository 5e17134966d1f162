using Akka.Configuration;
using Akka.Configuration.Hocon;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Serilog;

/// <summary>The settings in <c>txaio.serilog</c>.</summary>
/// <param name="CloseAndFlush">Whether the end of the system closes the static logger.</param>
/// <param name="Capacity">The most events that may wait for the logger; 0: no bound.</param>
internal sealed record SerilogSettings(bool CloseAndFlush, int Capacity)
{
    /// <summary>The path of <see cref="Capacity"/>.</summary>
    public const string CapacityPath = $"{Section}.{CapacityKey}";

    private const string Section = "txaio.serilog";
    private const string Key = "close-and-flush";
    private const string CapacityKey = "capacity";

    /// <summary>Reads the section. Missing settings come from <c>reference.conf</c>.</summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static SerilogSettings Read(Config config)
    {
        var reference = SectionOf(Reference())!;
        var own = SectionOf(config);
        if (own?.Items.Keys.Where(static key => key is not (Key or CapacityKey)).Min(StringComparer.Ordinal) is { } unknown)
        {
            throw new ConfigurationException(
                $"{HoconValues.Path($"{Section}.{HoconValues.Key(unknown)}")} = {HoconValues.Show(own.GetKey(unknown))}: "
                + $"not a known key; known are {CapacityKey}, {Key}");
        }

        return new SerilogSettings(
            Switch(own?.GetKey(Key) ?? reference.GetKey(Key)),
            new Setting(CapacityPath, own?.GetKey(CapacityKey) ?? reference.GetKey(CapacityKey)).WholeNumber(least: 0));
    }

    private static Config Reference() =>
        ConfigurationFactory.FromResource<SerilogSettings>("Txaio.Actors.Serilog.reference.conf");

    private static HoconObject? SectionOf(Config config)
    {
        // Reads no other setting, so that an invalid setting elsewhere is not reported here.
        if (config.Root is not { } root || HoconValues.Section(root)?.GetKey("txaio") is not { } above)
            return null;
        if (HoconValues.IsBroken(above))
            throw new ConfigurationException($"txaio = {HoconValues.Show(above)}: must be a section");
        if (HoconValues.Section(above)?.GetKey("serilog") is not { } value)
            return null;
        return HoconValues.Section(value)
            ?? throw new ConfigurationException($"{Section} = {HoconValues.Show(value)}: must be a section");
    }

    private static bool Switch(HoconValue value) => HoconValues.Text(value) switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        _ => throw new ConfigurationException(
            $"{Section}.{Key} = {HoconValues.Show(value)}: must be on or off, true or false, yes or no"),
    };
}

using Akka.Configuration;
using Akka.Configuration.Hocon;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Serilog;

/// <summary>The settings in <c>txaio.serilog</c>.</summary>
/// <param name="CloseAndFlush">Whether the end of the system closes the static logger.</param>
internal sealed record SerilogSettings(bool CloseAndFlush)
{
    private const string Section = "txaio.serilog";
    private const string Key = "close-and-flush";

    /// <summary>Reads the section. Missing settings come from <c>reference.conf</c>.</summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static SerilogSettings Read(Config config)
    {
        var reference = SectionOf(Reference())!;
        var own = SectionOf(config);
        if (own?.Items.Keys.Where(static key => key != Key).Min(StringComparer.Ordinal) is { } unknown)
            throw new ConfigurationException($"{Section}.{unknown}: not a known key; known is {Key}");
        return new SerilogSettings(Switch(own?.GetKey(Key) ?? reference.GetKey(Key)));
    }

    private static Config Reference() =>
        ConfigurationFactory.FromResource<SerilogSettings>("Txaio.Actors.Serilog.reference.conf");

    private static HoconObject? SectionOf(Config config)
    {
        // Reads no other setting, so that an invalid setting elsewhere is not reported here.
        if (config.Root?.GetObject()?.GetKey("txaio")?.GetObject()?.GetKey("serilog") is not { } value)
            return null;
        return value.GetObject() ?? throw new ConfigurationException($"{Section} = {Shown(value)}: must be a section");
    }

    private static bool Switch(HoconValue value)
    {
        var text = value.IsString() ? value.GetString() : null;
        return text switch
        {
            "on" or "true" or "yes" => true,
            "off" or "false" or "no" => false,
            _ => throw new ConfigurationException(
                $"{Section}.{Key} = {Shown(value)}: must be on or off, true or false, yes or no"),
        };
    }

    private static string Shown(HoconValue value)
    {
        if (!value.IsString())
            return value.IsObject() ? "{...}" : "[...]";
        return SafeText.Of(value.GetString() ?? "null");
    }
}

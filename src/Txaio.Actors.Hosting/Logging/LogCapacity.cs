using Akka.Configuration;
using Akka.Configuration.Hocon;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Reads <c>txaio.logging.capacity</c> for the logger actor, which starts before the extension. The extension refuses
/// other mistakes in the section.
/// </summary>
internal static class LogCapacity
{
    /// <summary>The path of the setting.</summary>
    public const string Path = "txaio.logging.capacity";

    /// <summary>The most events that may wait for the logger; 0: no bound.</summary>
    /// <exception cref="ConfigurationException">The value is no whole number of 0 or more.</exception>
    public static int Of(Config config) =>
        new Setting(Path, Find(config) ?? Find(Reference())).WholeNumber(least: 0);

    // One level at a time: a setting that refers to itself overflows the stack in Akka's own accessors.
    private static HoconValue? Find(Config config)
    {
        var value = config.Root;
        foreach (var key in Path.Split('.'))
            value = value is null ? null : HoconValues.Section(value)?.GetKey(key);
        return value;
    }

    private static Config Reference() => ConfigurationFactory.FromResource<ITxaio>("Txaio.Actors.reference.conf");
}

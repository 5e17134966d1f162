using Akka.Actor;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Microsoft.Data.Sqlite;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Cluster.Configuration;

/// <summary>
/// Completes, reads and checks the actor system's configuration. The first step of the extension's start.
/// </summary>
internal static class ClusterSettingsLoader
{
    /// <summary>
    /// Adds the defaults to the system's configuration as fallbacks, and reads it. A second call changes nothing.
    /// </summary>
    /// <param name="system">The system; its core extension has started.</param>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static ClusterSettings Load(ActorSystem system)
    {
        var reference = ClusterSettings.Reference();
        BrokenSubstitutions.Refuse(system.Settings.Config, reference);
        system.Settings.InjectTopLevelFallback(reference);
        var settings = ClusterSettingsReader.Read(system.Settings.Config);
        system.Settings.InjectTopLevelFallback(PluginsOf(settings.Store));
        return settings;
    }

    // Built as a tree: the values may contain any characters of HOCON.
    private static Config PluginsOf(StoreSettings store)
    {
        var connection = store.ConnectionString.Length > 0
            ? store.ConnectionString
            : new SqliteConnectionStringBuilder { DataSource = store.File }.ConnectionString;
        var cluster = Section(
            ("journal", Plugin(store.ProviderName, connection)),
            ("snapshot-store", Plugin(store.ProviderName, connection)));
        var root = new HoconValue();
        root.NewValue(Section(("txaio", Value(Section(("cluster", Value(cluster)))))));
        return new Config(new HoconRoot(root));
    }

    private static HoconValue Plugin(string provider, string connection) =>
        Value(Section(("provider-name", Text(provider)), ("connection-string", Text(connection))));

    private static HoconObject Section(params (string Key, HoconValue Value)[] items)
    {
        var section = new HoconObject();
        foreach (var (key, value) in items)
            section.Items[key] = value;
        return section;
    }

    private static HoconValue Text(string text) => Value(new HoconLiteral { Value = text });

    private static HoconValue Value(IHoconElement element)
    {
        var value = new HoconValue();
        value.NewValue(element);
        return value;
    }
}

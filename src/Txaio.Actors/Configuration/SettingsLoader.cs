using Akka.Actor;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Txaio.Actors.Configuration;

/// <summary>What the extension does first: completes the actor system's configuration, reads and checks it.</summary>
internal static class SettingsLoader
{
    // Sections within sections; a section may lead back to itself by a substitution.
    private const int Deepest = 6;

    /// <summary>
    /// Puts the defaults and the loops' dispatchers below the system's configuration and reads it. Doing it again
    /// changes nothing; it is not for two threads at once.
    /// </summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and what is allowed.</exception>
    public static TxaioSettings Load(ActorSystem system)
    {
        var reference = TxaioSettings.Reference();
        // First, because Akka overflows the stack on a value that refers to itself when something is put below it.
        RefuseBrokenSubstitutions(system.Settings.Config.Root.GetObject(), reference.Root.GetObject(), "");

        // Also first: below an empty value Akka puts the default, and the value would count for nothing.
        if (system.Settings.Config.Root.GetObject().GetKey(TxaioSettingsReader.Root) is { } own)
            RefuseNothing(new Setting(TxaioSettingsReader.Root, own), Deepest);

        RefuseTestScheduler(system.Scheduler);
        system.Settings.InjectTopLevelFallback(reference);
        // Of two fallbacks the later one wins.
        if (AkkaLogsDebug(system))
            system.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString("txaio.logging.level = debug"));
        var settings = TxaioSettings.Read(system.Settings.Config);
        system.Settings.InjectTopLevelFallback(LoopDispatchers.Fallbacks(system.Settings.Config));
        LoopDispatchers.Check(system.Dispatchers, settings);
        return settings;
    }

    // The application's own switch for debug lines counts for our loggers too, while no level of ours is set.
    private static bool AkkaLogsDebug(ActorSystem system) =>
        string.Equals(system.Settings.LogLevel, "DEBUG", StringComparison.OrdinalIgnoreCase);

    // By its name: nothing here depends on Akka.TestKit.
    private static void RefuseTestScheduler(IScheduler scheduler)
    {
        const string name = "Akka.TestKit.TestScheduler";
        for (var type = scheduler.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == name)
            {
                throw new ConfigurationException(
                    $"akka.scheduler.implementation = {scheduler.GetType().FullName}: must be a scheduler whose clocks "
                    + $"keep the time that it schedules by, and those of {name} stay real. For virtual time take "
                    + "VirtualTime.Config of Txaio.Actors.TestKit.");
            }
        }
    }

    // As the last value of a text that was cut off.
    private static void RefuseNothing(Setting setting, int depth)
    {
        if (setting.Value!.Values.Count == 0)
            throw setting.Refused("must have a value; the text may have been cut off here");
        if (depth == 0 || setting.Section is not { } section)
            return;
        foreach (var (key, value) in section.Items)
            RefuseNothing(new Setting($"{setting.Path}.{key}", value), depth - 1);
    }

    private static void RefuseBrokenSubstitutions(HoconObject user, HoconObject reference, string prefix)
    {
        foreach (var (key, value) in reference.Items)
        {
            if (user.GetKey(key) is not { } own)
                continue;
            var setting = new Setting(prefix + key, own);
            if (HoconValues.IsBroken(own))
                throw setting.Refused("must be a value of its own");
            if (setting.Section is { } section && value.GetObject() is { } below)
                RefuseBrokenSubstitutions(section, below, $"{setting.Path}.");
        }
    }
}

using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.Configuration;

/// <summary>
/// Completes, reads and checks the actor system's configuration. The first step of the extension's start.
/// </summary>
internal static class SettingsLoader
{
    // The depth of the check for empty values; bounded, because a substitution may lead back to its own section.
    private const int Deepest = 6;

    // LargestFrame reads these also in a system without remoting, where Akka has not read them before.
    private static readonly Config Frames = ConfigurationFactory.ParseString(
        "akka.remote { enabled-transports = [], dot-netty.tcp.maximum-frame-size = 0 }");

    /// <summary>
    /// Adds the defaults and the loops' dispatchers to the system's configuration as fallbacks, and reads it. A second
    /// call changes nothing. Two threads must not call it at the same time.
    /// </summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static TxaioSettings Load(ActorSystem system)
    {
        var reference = TxaioSettings.Reference();
        // Before a fallback is added: with a fallback, Akka overflows the stack on a value that refers to itself.
        BrokenSubstitutions.Refuse(system.Settings.Config, reference);
        BrokenSubstitutions.Refuse(system.Settings.Config, Frames);

        // Before a fallback is added: the fallback would replace an empty value and hide the mistake.
        if (system.Settings.Config.Root.GetObject().GetKey(TxaioSettingsReader.Root) is { } own)
            RefuseEmpty(new Setting(TxaioSettingsReader.Root, own), Deepest);

        RefuseTestScheduler(system.Scheduler);
        system.Settings.InjectTopLevelFallback(reference);
        // A later fallback wins over an earlier one, here over the level of the reference.
        if (AkkaLogsDebug(system))
            system.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString("txaio.logging.level = debug"));
        var settings = TxaioSettings.Read(system.Settings.Config);
        system.Settings.InjectTopLevelFallback(LoopDispatchers.Fallbacks(system.Settings.Config));
        LoopDispatchers.Check(system.Dispatchers, settings);
        return settings;
    }

    // While txaio.logging.level is not set, akka.loglevel = DEBUG sets the level of txaio's loggers.
    private static bool AkkaLogsDebug(ActorSystem system) =>
        string.Equals(system.Settings.LogLevel, "DEBUG", StringComparison.OrdinalIgnoreCase);

    // By its name, because this package does not reference Akka.TestKit.
    private static void RefuseTestScheduler(IScheduler scheduler)
    {
        const string name = "Akka.TestKit.TestScheduler";
        for (var type = scheduler.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == name)
            {
                throw new ConfigurationException(
                    $"akka.scheduler.implementation = {scheduler.GetType().FullName}: must be a scheduler whose clocks "
                    + $"show the time that it schedules by; the clocks of {name} show real time. For virtual time use "
                    + "VirtualTime.Config of Txaio.Actors.TestKit.");
            }
        }
    }

    // The last key of a file that was cut off has an empty value.
    private static void RefuseEmpty(Setting setting, int depth)
    {
        if (setting.Value!.Values.Count == 0)
            throw setting.Refused("must have a value; the text may have been cut off here");
        if (depth == 0 || setting.Section is not { } section)
            return;
        foreach (var (key, value) in section.Items)
            RefuseEmpty(new Setting($"{setting.Path}.{HoconValues.Key(key)}", value), depth - 1);
    }
}

using Akka.Actor;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Api.Startup;

/// <summary>Reports at the start, in a line each, which configured loggers write events twice or not at all.</summary>
internal static class LoggerCheck
{
    // Txaio.Actors.Hosting makes this check itself, and reports to the host's log.
    private const string Hosting = "Txaio.Actors.Hosting.HostExtensionProvider";

    /// <summary>Checks the loggers of <paramref name="system"/>. Never throws.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="output">Where to report; null for standard error, since the loggers may not work.</param>
    public static void Run(ActorSystem system, TextWriter? output)
    {
        try
        {
            var extensions = system.Settings.Config.GetStringList("akka.extensions", []);
            if (extensions.Any(static entry => ConfiguredLoggers.ClassOf(entry) == Hosting))
                return;
            foreach (var line in new ConfiguredLoggers(system).Mistakes())
                LogErrorOutput.Report(output, line);
        }
        catch (Exception error)
        {
            LogErrorOutput.Report(output, $"the configured loggers could not be checked: {error.Message}");
        }
    }
}

using Akka.Actor;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Api.Startup;

/// <summary>Says at the start, in a line each, which configured loggers write events twice or not at all.</summary>
internal static class LoggerCheck
{
    // It sees more, and has the host's log to say it in.
    private const string Hosting = "Txaio.Actors.Hosting.HostExtensionProvider";

    /// <summary>Looks at the loggers of <paramref name="system"/>. Never throws.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="output">Where to say it; null is standard error, since the loggers may not be heard.</param>
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
            LogErrorOutput.Report(output, $"the configured loggers could not be looked at: {error.Message}");
        }
    }
}

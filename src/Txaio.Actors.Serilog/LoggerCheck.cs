using Akka.Actor;
using Serilog;
using Serilog.Core;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Serilog;

/// <summary>Warns at the start, in one line, about events that would be written twice or not at all.</summary>
internal static class LoggerCheck
{
    private static readonly string Both =
        ConfiguredLoggers.Shown(ConfiguredLoggers.AkkaSerilog, ConfiguredLoggers.OwnSerilog);

    /// <summary>Whether Akka.Logger.Serilog writes to the same logger as <paramref name="output"/>.</summary>
    /// <param name="system">The actor system with the configured loggers.</param>
    /// <param name="output">The output of our logger.</param>
    /// <param name="report">Called with the warning about a silent logger, which that logger would not write.</param>
    public static bool IsDuplicate(ActorSystem system, SerilogOutput output, Action<string> report)
    {
        var isSilent = ReferenceEquals(Log.Logger, Logger.None);
        if (output.IsStatic && isSilent)
        {
            report(
                $"{ConfiguredLoggers.Shown(ConfiguredLoggers.OwnSerilog)}: the static Serilog.Log.Logger is silent, so " +
                "that no log event of the actor system is written; set it before the actor system starts, or give it a " +
                "logger by SerilogSetup or dependency injection");
        }

        if (isSilent || !new ConfiguredLoggers(system).Has(ConfiguredLoggers.AkkaSerilog))
            return false;
        if (output.IsStatic)
            Warn(
                output, "both write to Serilog.Log.Logger; the second one therefore writes nothing; name one of the two");
        else if (output.IsFromServices || ReferenceEquals(output.Logger, Log.Logger))
            Warn(output, "both write to Serilog, so that each log event is written twice; name one of the two");
        return output.IsStatic;
    }

    // Directly to Serilog: through Akka, this line would be written twice as well.
    private static void Warn(SerilogOutput output, string problem) =>
        output.Logger
            .ForContext(Constants.SourceContextPropertyName, ConfiguredLoggers.OwnSerilog)
            .Warning("{Loggers:l}: {What:l}", Both, problem);
}

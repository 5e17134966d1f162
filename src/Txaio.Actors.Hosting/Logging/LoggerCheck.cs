using Akka.Actor;
using Akka.Hosting.Logging;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Warns at the start about configured loggers that write events twice or not at all, one line a fault. The lines go to
/// the host's log, not through the actor system's loggers.
/// </summary>
internal static class LoggerCheck
{
    private const string AkkaConsole = "Akka.Event.DefaultLogger";

    private static readonly string AkkaFactory = typeof(LoggerFactoryLogger).FullName!;

    /// <summary>Checks the loggers of <paramref name="system"/>. Never throws.</summary>
    public static void Run(ActorSystem system)
    {
        try
        {
            var log = HostLog.Of(system);
            foreach (var line in Lines(system, log))
                log.Say(line);
        }
        catch (Exception error)
        {
            // A service of the program that cannot be made must not stop the system's start.
            HostLog.SayOnStandardError($"the loggers could not be checked: {error.Message}");
        }
    }

    private static IEnumerable<string> Lines(ActorSystem system, HostLog log)
    {
        var loggers = new ConfiguredLoggers(system);
        return
        [
            .. loggers.Mistakes(),
            .. UseLoggerFactory(system, loggers),
            .. ToSerilogTwice(loggers, log),
            .. ToFactoryTwice(loggers, log),
            .. ToNothing(loggers, log),
            .. OfTheHost(loggers, log, HostEvents.Of(system)),
        ];
    }

    private static IEnumerable<string> UseLoggerFactory(ActorSystem system, ConfiguredLoggers loggers)
    {
        if (system.Settings.Setup.Get<LoggerChoice>() is not { HasValue: true, Value: var choice })
            yield break;
        if (choice.Replaced.Count > 0)
        {
            yield return $"Logging.UseLoggerFactory = true: replaces {ConfiguredLoggers.Shown(choice.Replaced)}, which " +
                "writes nothing; set one of the two";
        }

        if (!loggers.Has(ConfiguredLoggers.OwnFactory))
        {
            var names = system.Settings.Loggers.Select(ConfiguredLoggers.ClassOf);
            yield return $"Logging.UseLoggerFactory = true: was replaced by {ConfiguredLoggers.Shown(names)}, so that no " +
                "log event of the actor system goes to the host's ILoggerFactory; set one of the two";
        }
    }

    private static IEnumerable<string> ToSerilogTwice(ConfiguredLoggers loggers, HostLog log)
    {
        if (!log.IsSerilog)
            yield break;
        foreach (var serilog in SerilogOf(loggers))
        {
            foreach (var factory in FactoriesOf(loggers))
            {
                yield return $"{ConfiguredLoggers.Shown(serilog, factory)}: both write to Serilog, the second one by the " +
                    "host's ILoggerFactory, so that each log event is written twice; name one of the two";
            }
        }
    }

    private static IEnumerable<string> ToFactoryTwice(ConfiguredLoggers loggers, HostLog log)
    {
        if (loggers.Has(AkkaFactory) && loggers.Has(ConfiguredLoggers.OwnFactory))
        {
            yield return $"{ConfiguredLoggers.Shown(AkkaFactory, ConfiguredLoggers.OwnFactory)}: both write to the same " +
                "ILoggerFactory; the second one therefore writes nothing; name one of the two";
        }

        if (!loggers.Has(AkkaConsole) || !log.HasConsole)
            yield break;
        foreach (var factory in FactoriesOf(loggers))
        {
            yield return $"{ConfiguredLoggers.Shown(AkkaConsole, factory)}: the first one writes to standard output, and so " +
                "does the host's console provider, so that each log event appears twice; name the second one alone";
        }
    }

    private static IEnumerable<string> ToNothing(ConfiguredLoggers loggers, HostLog log)
    {
        if (!log.IsSilent)
            yield break;
        foreach (var factory in FactoriesOf(loggers))
        {
            yield return $"{ConfiguredLoggers.Shown(factory)}: writes to the host's ILoggerFactory, which has no provider, " +
                "so that no log event of the actor system is written; add a provider to the host's logging";
        }
    }

    private static IEnumerable<string> OfTheHost(ConfiguredLoggers loggers, HostLog log, HostEvents? events)
    {
        if (events is null || !log.IsSerilog)
            yield break;
        if (!events.HasProvider)
        {
            yield return "logging.AddTxaio(): the host's ILoggerFactory is Serilog's, which asks no provider, so that no " +
                "event of the host reaches the actor system; call AddSerilog with writeToProviders: true";
            yield break;
        }

        foreach (var serilog in SerilogOf(loggers))
        {
            yield return $"{ConfiguredLoggers.Shown(serilog)} with logging.AddTxaio(): writes the host's events to Serilog, " +
                "where the host writes them itself, so that each of them is written twice; leave out logging.AddTxaio()";
        }
    }

    // Akka's Serilog logger counts only if Serilog's global logger is not silent.
    private static IEnumerable<string> SerilogOf(ConfiguredLoggers loggers)
    {
        if (loggers.Has(ConfiguredLoggers.AkkaSerilog) && !ConfiguredLoggers.IsSerilogSilent())
            yield return ConfiguredLoggers.AkkaSerilog;
        if (loggers.Has(ConfiguredLoggers.OwnSerilog))
            yield return ConfiguredLoggers.OwnSerilog;
    }

    private static IEnumerable<string> FactoriesOf(ConfiguredLoggers loggers) =>
        new[] { AkkaFactory, ConfiguredLoggers.OwnFactory }.Where(loggers.Has);
}

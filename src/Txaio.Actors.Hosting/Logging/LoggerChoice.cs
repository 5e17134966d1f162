using Akka.Actor.Setup;
using Akka.Hosting;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>Tells the actor system that <c>UseLoggerFactory</c> is on, and which loggers it replaces.</summary>
internal sealed class LoggerChoice : Setup
{
    private readonly SortedSet<string> _replaced = new(StringComparer.Ordinal);

    /// <summary>The loggers that <c>UseLoggerFactory</c> replaces.</summary>
    public IReadOnlyCollection<string> Replaced => _replaced;

    /// <summary>Adds the loggers that <paramref name="builder"/> has at this time.</summary>
    public static void Add(AkkaConfigurationBuilder builder)
    {
        var choice = builder.Setups.OfType<LoggerChoice>().FirstOrDefault();
        if (choice is null)
            builder.AddSetup(choice = new LoggerChoice());
        if (!builder.Configuration.HasValue || !builder.Configuration.Value.HasPath("akka.loggers"))
            return;
        choice._replaced.UnionWith(builder.Configuration.Value
            .GetStringList("akka.loggers")
            .Select(ConfiguredLoggers.ClassOf)
            .Where(static name => name != ConfiguredLoggers.OwnFactory));
    }
}

using Akka.Actor.Setup;
using Akka.Hosting;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>That <c>UseLoggerFactory</c> is on, and what it replaces; on its way to the actor system.</summary>
internal sealed class LoggerChoice : Setup
{
    private readonly SortedSet<string> _replaced = new(StringComparer.Ordinal);

    /// <summary>The loggers that were configured before.</summary>
    public IReadOnlyCollection<string> Replaced => _replaced;

    /// <summary>Notes the loggers that are configured in <paramref name="builder"/> until now.</summary>
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

using Akka.Actor;

namespace Txaio.Actors.Loggers;

/// <summary>The logger actors in <c>akka.loggers</c>, by the full names of their classes.</summary>
/// <remarks>Names instead of types, because no package references all these loggers.</remarks>
internal sealed class ConfiguredLoggers
{
    /// <summary>The logger of Akka.Logger.Serilog, which writes to the static <c>Serilog.Log.Logger</c>.</summary>
    public const string AkkaSerilog = "Akka.Logger.Serilog.SerilogLogger";

    /// <summary>The logger of Txaio.Actors.Serilog.</summary>
    public const string OwnSerilog = "Txaio.Actors.Serilog.SerilogLogger";

    /// <summary>The logger of Txaio.Actors.Hosting, which writes to an <c>ILoggerFactory</c>.</summary>
    public const string OwnFactory = "Txaio.Actors.Hosting.TxaioLoggerFactoryLogger";

    private readonly string[] _names;

    /// <param name="system">The actor system whose settings are read.</param>
    public ConfiguredLoggers(ActorSystem system) => _names = [.. system.Settings.Loggers.Select(ClassOf)];

    /// <summary>Whether the logger of that class is configured.</summary>
    public bool Has(string name) => _names.Contains(name, StringComparer.Ordinal);

    /// <summary>The mistakes in the setting that do not depend on a host, a line each.</summary>
    public IEnumerable<string> Mistakes()
    {
        foreach (var same in _names.GroupBy(static name => name).Where(static same => same.Count() > 1))
            yield return Twice(same.Key);
        if (Has(AkkaSerilog) && IsSerilogSilent())
            yield return Silent();
    }

    /// <summary>The setting with these loggers, for a message.</summary>
    public static string Shown(params IEnumerable<string> names) => $"akka.loggers = [{string.Join(", ", names)}]";

    /// <summary>The class in an entry of <c>akka.loggers</c>, which is a class and its assembly.</summary>
    public static string ClassOf(string entry) => entry.Split(',')[0].Trim();

    /// <summary>
    /// Whether the static <c>Serilog.Log.Logger</c> is Serilog's silent logger. False if Serilog is not loaded.
    /// </summary>
    public static bool IsSerilogSilent()
    {
        var none = Type.GetType("Serilog.Core.Logger, Serilog")?.GetProperty("None")?.GetValue(null);
        var current = Type.GetType("Serilog.Log, Serilog")?.GetProperty("Logger")?.GetValue(null);
        return none is not null && ReferenceEquals(none, current);
    }

    private static string Silent() =>
        $"{Shown(AkkaSerilog)}: writes to the static Serilog.Log.Logger, which is silent, so that no log event of the " +
        "actor system is written; set Log.Logger before the actor system starts (AddSerilog with a logger, or with " +
        $"preserveStaticLogger: true, does not), or name {OwnSerilog}, which takes the logger of AddSerilog";

    // Only our own loggers detect that they are named twice.
    private static string Twice(string name) => $"{Shown(name, name)}: " + (name is OwnSerilog or OwnFactory
        ? "named twice; the second one writes nothing; name it once"
        : "named twice, so that each log event is written twice; name it once");
}

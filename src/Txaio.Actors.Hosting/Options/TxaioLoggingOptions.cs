namespace Txaio.Actors.Hosting;

/// <summary>The section <c>txaio.logging</c>. What is null keeps what the HOCON says. Not from txaio.</summary>
public sealed class TxaioLoggingOptions
{
    /// <summary>Level of all loggers at the start.</summary>
    public TxaioLogLevel? Level { get; set; }

    /// <summary>Message templates by category id, beside those of the HOCON.</summary>
    public IDictionary<string, string> Categories { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

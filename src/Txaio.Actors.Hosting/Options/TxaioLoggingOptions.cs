namespace Txaio.Actors.Hosting;

/// <summary>The section <c>txaio.logging</c>. An option that is null keeps the HOCON's value. Not from txaio.</summary>
public sealed class TxaioLoggingOptions
{
    /// <summary>Level of all loggers when the actor system starts.</summary>
    public TxaioLogLevel? Level { get; set; }

    /// <summary>
    /// The most log events that may wait while the output of <c>StartLogging</c>, or a provider of the host's
    /// <c>ILoggerFactory</c>, is slow. Later events are dropped and counted. 0, the default: no bound.
    /// </summary>
    public int? Capacity { get; set; }

    /// <summary>Message templates by category id, beside those of the HOCON.</summary>
    public IDictionary<string, string> Categories { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// True: all log events of the actor system go to the host's <c>ILoggerFactory</c>, by
    /// <see cref="TxaioLoggerFactoryLogger"/>, and to no other logger of <c>akka.loggers</c>. Null, the default, or
    /// false: the events go to the loggers of <c>akka.loggers</c>, by default to Akka's console logger.
    /// </summary>
    public bool? UseLoggerFactory { get; set; }
}

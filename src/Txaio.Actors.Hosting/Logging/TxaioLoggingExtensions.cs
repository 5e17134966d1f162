using Akka.Hosting;

namespace Txaio.Actors.Hosting;

/// <summary>Log events of the actor system in Microsoft.Extensions.Logging.</summary>
public static class TxaioLoggingExtensions
{
    /// <summary>
    /// Writes log events to the host's <c>ILoggerFactory</c> through <see cref="TxaioLoggerFactoryLogger"/>, instead of
    /// Akka.Hosting's <c>AddLoggerFactory</c>.
    /// </summary>
    /// <param name="loggers">What <c>ConfigureLoggers</c> gives.</param>
    /// <returns>The same.</returns>
    public static LoggerConfigBuilder AddTxaioLoggerFactory(this LoggerConfigBuilder loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        return loggers.AddLogger<TxaioLoggerFactoryLogger>();
    }
}

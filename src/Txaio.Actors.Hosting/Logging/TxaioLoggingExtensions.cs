using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Txaio.Actors.Hosting;

/// <summary>Log events of the actor system in Microsoft.Extensions.Logging, and the other way round.</summary>
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

    /// <summary>
    /// Publishes what is logged through Microsoft.Extensions.Logging on the event stream of the actor system, as events of
    /// our loggers: <c>builder.Logging.AddTxaio()</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Beside <see cref="TxaioHostingExtensions"/>' <c>WithTxaio</c> or <c>services.AddTxaio(options)</c>. The category is
    /// the source of the event; template, values and exception are kept, values of scopes travel as properties, an id as
    /// <c>EventId</c> and <c>EventName</c>. Both the host's filters (<c>Logging:LogLevel</c>, for this provider alone
    /// <c>Logging:Txaio:LogLevel</c>) and the level of our loggers apply, whatever they are at that moment.
    /// </para>
    /// <para>
    /// Events wait for the actor system, up to 1,000. What a logger actor of Akka's writes to the host is not published
    /// again; <see cref="TxaioLoggerFactoryLogger"/> does not write what came from the host, so that the two may be used
    /// together. Akka.Hosting's <c>AddLoggerFactory</c> would write it twice: with it the actor system does not start.
    /// Not from txaio.
    /// </para>
    /// </remarks>
    /// <param name="logging">The host's.</param>
    /// <returns>The same.</returns>
    public static ILoggingBuilder AddTxaio(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.Services.TryAddSingleton<HostEvents>();
        logging.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, HostLoggerProvider>());
        return logging;
    }
}

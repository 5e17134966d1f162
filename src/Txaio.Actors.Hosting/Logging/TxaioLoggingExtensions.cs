using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Sends log events of the actor system to Microsoft.Extensions.Logging, and the host's events to the actor system.
/// </summary>
public static class TxaioLoggingExtensions
{
    /// <summary>
    /// Writes log events to the host's <c>ILoggerFactory</c> through <see cref="TxaioLoggerFactoryLogger"/>, instead of
    /// Akka.Hosting's <c>AddLoggerFactory</c>.
    /// </summary>
    /// <param name="loggers">The builder that <c>ConfigureLoggers</c> passes.</param>
    /// <returns>The builder.</returns>
    public static LoggerConfigBuilder AddTxaioLoggerFactory(this LoggerConfigBuilder loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        return loggers.AddLogger<TxaioLoggerFactoryLogger>();
    }

    /// <summary>
    /// Publishes events of Microsoft.Extensions.Logging on the event stream of the actor system, as events of txaio's
    /// loggers: <c>builder.Logging.AddTxaio()</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Needs <see cref="TxaioHostingExtensions"/>' <c>WithTxaio</c> or <c>services.AddTxaio(options)</c>. The category
    /// becomes the source of the event. Template, values and exception are kept. Values of scopes become properties, an
    /// event id the properties <c>EventId</c> and <c>EventName</c>. Each event passes the host's filters
    /// (<c>Logging:LogLevel</c>, or for this provider <c>Logging:Txaio:LogLevel</c>) and the current level of txaio's
    /// loggers.
    /// </para>
    /// <para>
    /// Up to 1,000 events are kept until the actor system starts. Events that a logger actor writes to the host are not
    /// published again, and <see cref="TxaioLoggerFactoryLogger"/> does not write the host's events back, so both may
    /// be used together. Akka.Hosting's <c>AddLoggerFactory</c> would write the host's events twice: the actor system
    /// does not start with both. Not from txaio.
    /// </para>
    /// </remarks>
    /// <param name="logging">The host's logging builder.</param>
    /// <returns>The logging builder.</returns>
    /// <exception cref="InvalidOperationException">The host has been built: its services cannot change.</exception>
    public static ILoggingBuilder AddTxaio(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);
        logging.Services.TryAddSingleton<HostEvents>();
        logging.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, HostLoggerProvider>());
        return logging;
    }
}

using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Hosting.Logging;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Akka's logger actor for Microsoft.Extensions.Logging: writes every log event of its actor system, Akka's and
/// txaio's, to the host's <c>ILoggerFactory</c>.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="TxaioLoggingExtensions.AddTxaioLoggerFactory"/> adds this logger to <c>akka.loggers</c>. The
/// <c>AddLoggerFactory</c> of Akka.Hosting writes txaio's events as well, but loses parts of them. Here the category is
/// the class or name of the logger, so that <c>Logging:LogLevel</c> of appsettings applies. The levels trace and
/// critical become <c>Trace</c> and <c>Critical</c>. Events that are published before the actor system ends are
/// written, as with any logger in a system with txaio.
/// </para>
/// <para>
/// After an exception of a provider, value or filter, the logger continues. It writes the first such exception to
/// standard error. Not from txaio.
/// </para>
/// </remarks>
public sealed class TxaioLoggerFactoryLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    // Null also in a second logger of the same factory, which would write each event again.
    private EventWriter? _writer;

    // Null while txaio.logging.capacity is 0.
    private LoggerQueue? _queue;

    /// <summary>Writes a log event, or replies to Akka that the logger is ready.</summary>
    /// <param name="message">A <see cref="LogEvent"/> or <see cref="InitializeLogger"/>.</param>
    /// <returns>False for anything else.</returns>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case LogEvent e:
                if (_queue is null)
                    _writer?.Write(e, Sender);
                else
                    _queue.Add(e, Sender);
                return true;
            case InitializeLogger:
                Sender.Tell(Initialize());
                return true;
            default:
                return false;
        }
    }

    private object Initialize()
    {
        var setup = Context.System.Settings.Setup;
        if (setup.Get<LoggerFactorySetup>() is not { HasValue: true, Value.LoggerFactory: var factory })
        {
            return new Status.Failure(new InvalidOperationException(
                $"{nameof(TxaioLoggerFactoryLogger)} needs the ILoggerFactory of a host: start the actor system " +
                "with AddAkka of Akka.Hosting, or with a LoggerFactorySetup."));
        }

        var isSecond = !FirstLogger.Is(Context)
            || new ConfiguredLoggers(Context.System).Has(typeof(LoggerFactoryLogger).FullName!);
        if (isSecond)
            return new LoggerInitialized();
        try
        {
            var capacity = LogCapacity.Of(Context.System.Settings.Config);
            _writer = new EventWriter(Context.System, factory, HostEvents.Of(Context.System));
            if (capacity > 0)
                _queue = new LoggerQueue(Context, GetType(), LogCapacity.Path, capacity, _writer.Write);
            return new LoggerInitialized();
        }
        catch (ConfigurationException e)
        {
            return new Status.Failure(e);
        }
    }
}

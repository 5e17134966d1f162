using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Akka.Hosting.Logging;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Akka's logger actor for Microsoft.Extensions.Logging: writes every log event of its actor system, Akka's and ours,
/// to the host's <c>ILoggerFactory</c>.
/// </summary>
/// <remarks>
/// <para>
/// Put into <c>akka.loggers</c> by <see cref="TxaioLoggingExtensions.AddTxaioLoggerFactory"/>. Akka.Hosting's own
/// <c>AddLoggerFactory</c> works with our events too; this one keeps more of them. The category is the class or the
/// name of the logger, so that <c>Logging:LogLevel</c> of appsettings applies to it; trace and critical are
/// <c>Trace</c> and <c>Critical</c>. Events that were published before the actor system ended are written, as with any
/// logger beside txaio.
/// </para>
/// <para>
/// A provider, value or filter that throws stops nothing: the first such exception is written to standard error. Not
/// from txaio.
/// </para>
/// </remarks>
public sealed class TxaioLoggerFactoryLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    // Null also for the one of two that would write the same events to the same factory again.
    private EventWriter? _writer;

    /// <summary>Writes log events; tells Akka when it is ready.</summary>
    /// <param name="message">A <see cref="LogEvent"/> or <see cref="InitializeLogger"/>.</param>
    /// <returns>False for anything else.</returns>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case LogEvent e:
                _writer?.Write(e, Sender);
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
        if (!isSecond)
            _writer = new EventWriter(Context.System, factory, HostEvents.Of(Context.System));
        return new LoggerInitialized();
    }
}

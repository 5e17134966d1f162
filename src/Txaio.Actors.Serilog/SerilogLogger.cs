using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Serilog;

/// <summary>
/// Akka's logger actor for Serilog: writes every log event of its actor system, Akka's and ours, to a Serilog logger.
/// </summary>
/// <remarks>
/// <para>
/// Named in HOCON: <c>akka.loggers = ["Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog"]</c>. Akka starts one
/// such actor, on <c>akka.loggers-dispatcher</c>. It writes to the logger of a <see cref="SerilogSetup"/>, else to the
/// <c>Serilog.ILogger</c> of the service provider in Akka.DependencyInjection's setup, else to the static
/// <c>Serilog.Log.Logger</c> at the time of writing. With an invalid setting in <c>txaio.serilog</c>, or a service that
/// cannot be made, the logger does not start, and Akka logs the reason as an error.
/// </para>
/// <para>
/// Events keep their order, time, thread, exception and trace. Akka itself stops its loggers while events are waiting.
/// In an actor system with the extension of Txaio.Actors, waiting events are written before the end. After an exception
/// of a sink, value or filter the logger continues. It writes the first such exception to standard error, and each one
/// to Serilog's <c>SelfLog</c>.
/// </para>
/// <para>Not from txaio.</para>
/// </remarks>
public sealed class SerilogLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    // A second entry in akka.loggers would write each event again.
    private readonly bool _isFirst = FirstLogger.Is(Context);
    private EventWriter? _writer;
    private LoggerQueue? _queue;

    /// <summary>Writes a log event, or replies to Akka that the logger is ready.</summary>
    /// <param name="message">A <see cref="LogEvent"/> or <see cref="InitializeLogger"/>.</param>
    /// <returns>False for anything else.</returns>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case LogEvent e:
                if (_isFirst)
                    Write(e);
                return true;
            case InitializeLogger:
                Sender.Tell(Initialize());
                return true;
            default:
                return false;
        }
    }

    /// <summary>Closes the Serilog logger if the actor system owns it.</summary>
    protected override void PostStop() => _writer?.Close();

    /// <summary>Keeps the Serilog logger open while Akka restarts the actor.</summary>
    /// <param name="reason">The exception that caused the restart.</param>
    /// <param name="message">The message that the actor was handling.</param>
    protected override void PreRestart(Exception reason, object message)
    {
    }

    private void Write(LogEvent e)
    {
        if (Writer.Capacity == 0)
        {
            Writer.Write(e, Sender);
            return;
        }

        _queue ??= new LoggerQueue(
            Context, GetType(), SerilogSettings.CapacityPath, Writer.Capacity, Writer.Write);
        _queue.Add(e, Sender);
    }

    private EventWriter Writer => _writer ??= new EventWriter(Context.System);

    private object Initialize()
    {
        try
        {
            if (_isFirst)
                _ = Writer;
            return new LoggerInitialized();
        }
        catch (Exception e)
        {
            return new Status.Failure(e);
        }
    }
}

using Akka.Actor;
using Akka.Event;
using Serilog.Debugging;
using Txaio.Actors.Loggers;

namespace Txaio.Actors.Serilog;

/// <summary>Writes Akka's events to Serilog. Never throws. For one thread at a time.</summary>
internal sealed class EventWriter
{
    private readonly EventFilter _filter;
    private readonly ActorSystem _system;
    private readonly SerilogOutput _output;
    private readonly EventSources _sources = new();
    private readonly Action<LogEvent, Exception> _report;

    // Whether Akka.Logger.Serilog writes the same events to the same logger. If so, this object writes no event.
    private readonly bool _isDuplicate;
    private bool _hasReported;

    /// <param name="system">The actor system whose events are written.</param>
    /// <exception cref="Akka.Configuration.ConfigurationException">
    /// A setting in <c>txaio.serilog</c> is invalid.
    /// </exception>
    public EventWriter(ActorSystem system)
    {
        _system = system;
        _report = Report;
        _output = SerilogOutput.Of(system);
        _filter = new EventFilter(system.Settings);
        _isDuplicate = LoggerCheck.IsDuplicate(system, _output, line => Report(line));
    }

    /// <summary>The most events that may wait for the logger; 0: no bound.</summary>
    public int Capacity => _output.Capacity;

    /// <summary>Writes an event, if its level and the filters let it through.</summary>
    /// <param name="e">The event.</param>
    /// <param name="sender">
    /// The actor that logged the event; null or dead letters if code outside of actors did.
    /// </param>
    public void Write(LogEvent e, IActorRef? sender)
    {
        if (_isDuplicate)
            return;
        try
        {
            var source = _sources.Of(e, _output.Logger);
            if (!source.Logger.IsEnabled(EventLevel.Highest(e)))
                return;

            var context = ContextOf(e);
            var level = EventLevel.Of(e, in context);
            if (!source.Logger.IsEnabled(level) || !_filter.Keeps(e, _report))
                return;

            var converter = new EventConverter(e, source, _report);
            source.Logger.Write(converter.Convert(level, in context, sender ?? _system.DeadLetters));
        }
        catch (Exception error)
        {
            Report(e, error);
        }
    }

    /// <summary>Closes the Serilog logger if the actor system owns it.</summary>
    public void Close()
    {
        try
        {
            _output.Close();
        }
        catch (Exception error)
        {
            Report("the logger could not be closed", error);
        }
    }

    private EventContext ContextOf(LogEvent e)
    {
        try
        {
            return new EventContext(e);
        }
        catch (Exception error)
        {
            Report(e, error);
            return EventContext.Empty;
        }
    }

    private void Report(LogEvent e, Exception error) => Report($"writing an event of {e.LogSource} failed", error);

    private void Report(string problem, Exception? error = null)
    {
        var line = $"Txaio.Actors.Serilog: {problem}";
        try
        {
            SelfLog.WriteLine("{0}", ErrorOutput.Text(line, error));
        }
        catch (Exception)
        {
            // The self log's output is code of the program and may throw.
        }

        if (_hasReported)
            return;
        _hasReported = true;
        ErrorOutput.Write(null, line, error);
    }
}

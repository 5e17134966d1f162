using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Loggers;

/// <summary>Applies Akka's log filters; an event is rendered only for a filter that reads its text.</summary>
/// <remarks>
/// Akka's own evaluator renders each event that it keeps, even if no filter reads texts. This class is compiled into
/// each package with a logger actor.
/// </remarks>
internal sealed class EventFilter
{
    private readonly LogFilterEvaluator _evaluator;

    // All filters if each of them reads only the source; otherwise null.
    private readonly LogFilterBase[]? _bySource;

    /// <param name="settings">The settings of the actor system.</param>
    public EventFilter(Settings settings)
    {
        _evaluator = settings.LogFilter;
        var filters = settings.Setup.Get<LogFilterSetup>() is { HasValue: true, Value: var setup } ? setup.Filters : [];
        _bySource = _evaluator.EvaluatesLogSourcesOnly ? filters : null;
    }

    /// <summary>Returns false if a filter drops the event. If a filter throws, the event is kept.</summary>
    /// <param name="e">The event.</param>
    /// <param name="report">Called with the exception of a filter.</param>
    public bool Keeps(LogEvent e, Action<LogEvent, Exception> report)
    {
        try
        {
            return Keeps(e);
        }
        catch (Exception error)
        {
            report(e, error);
            return true;
        }
    }

    private bool Keeps(LogEvent e)
    {
        if (_bySource is null)
            return _evaluator.ShouldTryKeepMessage(e, out _);

        foreach (var filter in _bySource)
        {
            if (filter.ShouldKeepMessage(e) == LogFilterDecision.Drop)
                return false;
        }

        return true;
    }
}

using Serilog.Core;
using Serilog.Events;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>A sink that keeps its events, lets a test wait for them, and counts its disposals.</summary>
internal sealed class CollectingSink : ILogEventSink, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<LogEvent> _events = [];
    private readonly List<(Func<LogEvent, bool> Wanted, TaskCompletionSource<LogEvent> Found)> _waiting = [];

    /// <summary>The sink calls this on the writing thread before it keeps the event.</summary>
    public Action<LogEvent>? OnEmit { get; set; }

    /// <summary>The number of times that the sink was disposed.</summary>
    public int Disposals { get; private set; }

    /// <summary>The number of events at the first disposal of the sink.</summary>
    public int EventsAtDisposal { get; private set; } = -1;

    /// <summary>All events, in order.</summary>
    public IReadOnlyList<LogEvent> All
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <summary>The events of the tests' own loggers and actors, in order.</summary>
    public IReadOnlyList<LogEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events.Where(static e => IsOfTest(e.Text("LogSource")))];
        }
    }

    /// <summary>Waits for the first event with that text. An earlier event counts as well.</summary>
    public Task<LogEvent> TextAsync(string text)
    {
        lock (_gate)
        {
            if (_events.Find(e => e.RenderMessage() == text) is { } known)
                return Task.FromResult(known);
            var found = new TaskCompletionSource<LogEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((e => e.RenderMessage() == text, found));
            return found.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    /// <summary>Whether a source is a test. Akka itself logs events from other sources.</summary>
    public static bool IsOfTest(string source) => source.Contains("test", StringComparison.OrdinalIgnoreCase);

    public void Emit(LogEvent logEvent)
    {
        OnEmit?.Invoke(logEvent);
        lock (_gate)
        {
            _events.Add(logEvent);
            foreach (var (wanted, found) in _waiting)
            {
                if (wanted(logEvent))
                    found.TrySetResult(logEvent);
            }
        }
    }

    public void Dispose()
    {
        if (Disposals++ == 0)
            EventsAtDisposal = Events.Count;
    }
}

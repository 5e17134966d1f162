using Serilog.Core;
using Serilog.Events;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>A sink that keeps its events, lets a test wait for them, and records whether it was closed.</summary>
internal sealed class CollectingSink : ILogEventSink, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<LogEvent> _events = [];
    private readonly List<(Func<LogEvent, bool> Wanted, TaskCompletionSource<LogEvent> Found)> _waiting = [];

    /// <summary>Called on the thread that writes, before the event is kept.</summary>
    public Action<LogEvent>? OnEmit { get; set; }

    /// <summary>How often it was closed.</summary>
    public int Disposals { get; private set; }

    /// <summary>How many events there were when it was closed first.</summary>
    public int EventsAtDisposal { get; private set; } = -1;

    /// <summary>All there is, in order.</summary>
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

    /// <summary>The first event with that text, past or to come.</summary>
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

    /// <summary>Whether an event comes from a test, by its source: Akka itself logs as well.</summary>
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

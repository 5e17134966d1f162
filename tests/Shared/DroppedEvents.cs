using System.Diagnostics.Metrics;

namespace Txaio.Actors.Tests.Shared;

/// <summary>Reads the metric <c>txaio.log.dropped</c> of one actor system.</summary>
internal sealed class DroppedEvents : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<(long Count, TaskCompletionSource Reached)> _awaited = [];
    private readonly string _system;
    private long _count;

    public DroppedEvents(string system)
    {
        _system = system;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: TxaioTelemetry.MeterName, Name: "txaio.log.dropped", Unit: "{event}" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add(value, tags.ToArray()));
        _listener.Start();
    }

    /// <summary>The events that were dropped.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>The names of the loggers that dropped events.</summary>
    public SortedSet<string> Loggers { get; } = new(StringComparer.Ordinal);

    /// <summary>Waits until that many events have been dropped.</summary>
    public Task UntilAsync(long count)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_count >= count)
                reached.SetResult();
            _awaited.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(long value, KeyValuePair<string, object?>[] tags)
    {
        if (!Equals(tags.Single(static tag => tag.Key == "txaio.system").Value, _system))
            return;
        lock (_gate)
        {
            _count += value;
            Loggers.Add((string)tags.Single(static tag => tag.Key == "txaio.logger").Value!);
            foreach (var (count, reached) in _awaited)
            {
                if (_count >= count)
                    reached.TrySetResult();
            }
        }
    }
}

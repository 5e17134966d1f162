using System.Collections.Concurrent;
using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Event;

namespace Txaio.Actors.Hosting;

/// <summary>Publishes events of the host in the actor system; keeps events until it has started. Any thread.</summary>
internal sealed class HostEvents
{
    /// <summary>The most waiting events; later events are dropped, and a warning has their number.</summary>
    internal const int MostWaiting = 1000;

    private readonly ConcurrentDictionary<string, HostLogger> _loggers = new(StringComparer.Ordinal);
    private readonly Queue<(HostLogger Logger, TxaioLogEntry Entry)> _waiting = new();

    // Guards _waiting, _dropped and the change of _isOpen, so that waiting events are published before later ones.
    // Logging threads take it until the actor system has started; the starting thread takes it in Open.
    private readonly Lock _gate = new();
    private volatile ITxaio? _txaio;
    private volatile bool _isOpen;
    private int _dropped;

    /// <summary>
    /// Whether the host has made the provider that publishes here. Serilog's factory makes providers only with
    /// writeToProviders.
    /// </summary>
    public bool HasProvider { get; set; }

    /// <summary>The actor system's txaio; null until the actor system has started.</summary>
    public ITxaio? Txaio => _txaio;

    /// <summary>The instance of the actor system's host; null if the host does not publish its events.</summary>
    public static HostEvents? Of(ActorSystem system) =>
        system.Settings.Setup.Get<DependencyResolverSetup>() is { HasValue: true, Value.DependencyResolver: var services }
            ? services.GetService(typeof(HostEvents)) as HostEvents
            : null;

    /// <summary>The logger of a category.</summary>
    public HostLogger LoggerOf(string category, Func<Microsoft.Extensions.Logging.IExternalScopeProvider?> scopes)
    {
        var logger = new HostLogger(category, this, scopes);
        return _loggers.GetOrAdd(logger.Source, logger);
    }

    /// <summary>
    /// Whether an event was published by this instance; the host's providers have written such an event.
    /// </summary>
    public bool IsFromHost(LogEvent e) =>
        e.LogSource is { } source && _loggers.TryGetValue(source, out var logger) && ReferenceEquals(logger.Source, source);

    /// <summary>Publishes an event, or keeps it until the actor system has started.</summary>
    public void Publish(HostLogger logger, in TxaioLogEntry entry)
    {
        if (!_isOpen && Keep(logger, in entry))
            return;
        logger.Write(in entry);
    }

    /// <summary>Publishes the waiting events, and from now on each event at once.</summary>
    public void Open(ITxaio txaio)
    {
        lock (_gate)
        {
            _txaio = txaio;

            // A subscriber may log while it receives an event. The new event is queued behind the waiting events.
            while (_waiting.TryDequeue(out var next))
                next.Logger.Write(in next.Entry);
            _isOpen = true;
        }

        if (_dropped > 0)
        {
            txaio.MakeLogger<HostEvents>().Warn(
                "{Dropped} events were logged before the actor system was there, beside {Kept} that were kept",
                _dropped,
                MostWaiting);
        }
    }

    private bool Keep(HostLogger logger, in TxaioLogEntry entry)
    {
        lock (_gate)
        {
            if (_isOpen)
                return false;
            if (_waiting.Count < MostWaiting)
                _waiting.Enqueue((logger, entry));
            else
                _dropped++;
            return true;
        }
    }
}

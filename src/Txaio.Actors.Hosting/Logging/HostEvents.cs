using System.Collections.Concurrent;
using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Event;

namespace Txaio.Actors.Hosting;

/// <summary>Events of the host on their way to the actor system; they wait until it is there. For any thread.</summary>
internal sealed class HostEvents
{
    /// <summary>How many events wait at most; those after are dropped, and counted in a warning.</summary>
    internal const int MostWaiting = 1000;

    private readonly ConcurrentDictionary<string, HostLogger> _loggers = new(StringComparer.Ordinal);
    private readonly Queue<(HostLogger Logger, TxaioLogEntry Entry)> _waiting = new();

    // Guards _waiting, so that waiting events are published before later ones. Logging threads take it until the
    // actor system has started.
    private readonly Lock _gate = new();
    private volatile ITxaio? _txaio;
    private volatile bool _isOpen;
    private int _dropped;

    /// <summary>Whether the host's log has made its provider for this; Serilog's makes none unless told to.</summary>
    public bool HasProvider { get; set; }

    /// <summary>The actor system's; null until it is there.</summary>
    public ITxaio? Txaio => _txaio;

    /// <summary>The one of the actor system's host, if the host publishes its events here.</summary>
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

    /// <summary>Whether an event was published here, and so has been with the host's providers.</summary>
    public bool IsFromHost(LogEvent e) =>
        e.LogSource is { } source && _loggers.TryGetValue(source, out var logger) && ReferenceEquals(logger.Source, source);

    /// <summary>Publishes an event, or keeps it until there is an actor system.</summary>
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

            // A subscriber may log while an event is published to it: that event is queued behind the others.
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

using Microsoft.Extensions.Logging;

namespace Txaio.Actors.Hosting;

/// <summary>Publishes events of Microsoft.Extensions.Logging in the actor system.</summary>
[ProviderAlias("Txaio")]
internal sealed class HostLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly HostEvents _events;
    private volatile IExternalScopeProvider? _scopes;

    /// <param name="events">Publishes the events.</param>
    public HostLoggerProvider(HostEvents events)
    {
        _events = events;
        events.HasProvider = true;
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => _events.LoggerOf(categoryName, () => _scopes);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

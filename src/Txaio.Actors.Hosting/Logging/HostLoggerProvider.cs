using Microsoft.Extensions.Logging;

namespace Txaio.Actors.Hosting;

/// <summary>Publishes what is logged through Microsoft.Extensions.Logging in the actor system.</summary>
/// <param name="events">Where the events go.</param>
[ProviderAlias("Txaio")]
internal sealed class HostLoggerProvider(HostEvents events) : ILoggerProvider, ISupportExternalScope
{
    private volatile IExternalScopeProvider? _scopes;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => events.LoggerOf(categoryName, () => _scopes);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

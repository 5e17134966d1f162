using Microsoft.Extensions.Hosting;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Checks that the actor system will have the options of <c>AddTxaio</c>. The constructor does it, because the host
/// makes all hosted services before it starts the first.
/// </summary>
internal sealed class HostStart : IHostedService
{
    /// <param name="provider">The host's services.</param>
    /// <exception cref="InvalidOperationException"><c>AddAkka</c> was called after the options.</exception>
    public HostStart(IServiceProvider provider) => TxaioAdditions.Check(provider);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

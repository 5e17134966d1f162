using Microsoft.Extensions.Hosting;
using Txaio.Actors.Hosting;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// Starts the durable timers with the host: a node that injects no timer runs its share of the stripes all the same.
/// The constructor checks that the actor system will have the options, because the host makes all hosted services
/// before it starts the first.
/// </summary>
internal sealed class TimersStart : IHostedService
{
    private readonly IServiceProvider _provider;

    /// <param name="provider">The host's services.</param>
    /// <exception cref="InvalidOperationException"><c>AddAkka</c> was called after the options.</exception>
    public TimersStart(IServiceProvider provider)
    {
        TxaioAdditions.Check(provider);
        _provider = provider;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        TxaioClusterServiceCollectionExtensions.SystemOf(_provider).TxaioCluster();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

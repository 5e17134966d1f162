using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Txaio.Actors.Hosting;

/// <summary>Txaio.Actors in dependency injection.</summary>
public static class TxaioServiceCollectionExtensions
{
    /// <summary>
    /// Makes <see cref="ITxaio"/> injectable: plain it is on the default loop, and with a loop's name as the key,
    /// <c>[FromKeyedServices("io")] ITxaio</c>, on that loop.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Beside <c>AddAkka</c>, in any order: Akka.Hosting runs <c>WithTxaio</c> when the container has been built, too
    /// late to add to it. The first use starts the actor system, if the host has not. Calling this again changes nothing.
    /// </para>
    /// <para>
    /// A key that is no loop's name throws <see cref="UnknownLoopException"/> where it is resolved, and a mistake under
    /// <c>txaio</c> a <c>ConfigurationException</c>. Instances are singletons; once the host has stopped, what they are
    /// asked to run is refused with <see cref="LoopTerminatedException"/>. Not from txaio.
    /// </para>
    /// </remarks>
    /// <param name="services">The service collection.</param>
    /// <returns>The service collection.</returns>
    public static IServiceCollection AddTxaio(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(static provider => SystemOf(provider).Txaio());
        services.TryAddKeyedSingleton(KeyedService.AnyKey, static (provider, key) => Keyed(provider, key));
        return services;
    }

    private static ITxaio Keyed(IServiceProvider provider, object? key) => key is string loop
        ? SystemOf(provider).Txaio(loop)
        : throw new ArgumentException(
            $"ITxaio is keyed by the name of a loop, a string; the key here is {key} ({key?.GetType()}).", nameof(key));

    private static ActorSystem SystemOf(IServiceProvider provider) =>
        provider.GetService<ActorSystem>() ?? throw new InvalidOperationException(
            "ITxaio needs an actor system: call services.AddAkka(...) of Akka.Hosting as well.");
}

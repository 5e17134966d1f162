using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Txaio.Actors.Hosting;

/// <summary>Txaio.Actors in dependency injection, and in the actor system that is there.</summary>
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
    /// The overloads that take options do what <c>WithTxaio</c> does as well.
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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostStart>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, HealthRegistrations>());
        services.TryAddKeyedSingleton(KeyedService.AnyKey, static (provider, key) => Keyed(provider, key));
        return services;
    }

    /// <summary>
    /// Everything in one line, after <c>AddAkka</c>: makes <see cref="ITxaio"/> injectable as
    /// <see cref="AddTxaio(IServiceCollection)"/> does, starts txaio with the actor system as <c>WithTxaio</c> inside
    /// <c>AddAkka</c> does, and adds the host's health check service.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The options win over all HOCON that was added inside <c>AddAkka</c>. The loops are in the <c>ActorRegistry</c>
    /// before the first actor of <c>WithActors</c> starts. Which health checks there are, and whether the host's
    /// <c>ILoggerFactory</c> gets the log events, is said by the options: neither by default. Calling this again adds
    /// to what was said before.
    /// </para>
    /// <para>
    /// The last <c>AddAkka</c> makes the actor system. One that comes after this call would make it without the options:
    /// the host does not start then, and <see cref="ITxaio"/> cannot be injected (<see cref="InvalidOperationException"/>).
    /// </para>
    /// <para>
    /// <paramref name="configure"/> runs once, when the container has been built; a mistake stops the host's start. Not
    /// from txaio.
    /// </para>
    /// </remarks>
    /// <param name="services">The service collection, in which <c>AddAkka</c> was called.</param>
    /// <param name="configure">Sets what differs from the HOCON.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="InvalidOperationException"><c>AddAkka</c> was not called before.</exception>
    public static IServiceCollection AddTxaio(this IServiceCollection services, Action<TxaioOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, akka => akka.WithTxaio(configure));
    }

    /// <summary>
    /// As <see cref="AddTxaio(IServiceCollection, Action{TxaioOptions})"/>, with the options bound from a section of the
    /// host's configuration first, as <c>configuration.GetSection("Txaio")</c>.
    /// </summary>
    /// <param name="services">The service collection, in which <c>AddAkka</c> was called.</param>
    /// <param name="section">
    /// The section. One that does not exist, as by a misspelt name, or has no keys stops the host's start.
    /// </param>
    /// <param name="configure">Sets more, after the section.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="InvalidOperationException"><c>AddAkka</c> was not called before.</exception>
    public static IServiceCollection AddTxaio(
        this IServiceCollection services, IConfiguration section, Action<TxaioOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, akka =>
        {
            OptionsBinding.RefuseMissing(section);
            akka.WithTxaio(section, configure);
        });
    }

    private static IServiceCollection Add(IServiceCollection services, Action<AkkaConfigurationBuilder> configure)
    {
        TxaioAdditions.Add(services, configure);
        services.AddHealthChecks();
        return services.AddTxaio();
    }

    private static ITxaio Keyed(IServiceProvider provider, object? key) => key is string loop
        ? SystemOf(provider).Txaio(loop)
        : throw new ArgumentException(
            $"ITxaio is keyed by the name of a loop, a string; the key here is {key} ({key?.GetType()}).", nameof(key));

    private static ActorSystem SystemOf(IServiceProvider provider)
    {
        TxaioAdditions.Check(provider);
        return provider.GetService<ActorSystem>() ?? throw new InvalidOperationException(
            "ITxaio needs an actor system: call services.AddAkka(...) of Akka.Hosting as well.");
    }
}

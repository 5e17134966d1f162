using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Txaio.Actors.Hosting;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>Adds durable timers to dependency injection and to the host's actor system.</summary>
public static class TxaioClusterServiceCollectionExtensions
{
    /// <summary>
    /// Makes <see cref="ITxaioCluster"/> injectable, and each timer by its name as the key:
    /// <c>[FromKeyedServices("expiry")] IDurableTimer</c>. Starts the timers of the HOCON with the host. Includes
    /// <c>AddTxaio()</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Call it before or after <c>AddAkka</c>. It is separate from <c>WithTxaioDurableTimers</c>, which Akka.Hosting
    /// runs when no service can be added any more. The first use of a timer starts the actor system if the host has
    /// not. Calling this again changes nothing. The overloads with options include <c>WithTxaioDurableTimers</c>.
    /// </para>
    /// <para>
    /// Resolving a timer throws <see cref="ArgumentException"/> for a key that is not a timer's name, and
    /// <c>ConfigurationException</c> for an invalid setting under <c>txaio</c>. There is one instance for each timer.
    /// After the host has stopped, the instances throw <see cref="LoopTerminatedException"/>. Not from txaio.
    /// </para>
    /// </remarks>
    /// <param name="services">The service collection.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The host has been built: its services cannot change.</exception>
    public static IServiceCollection AddTxaioDurableTimers(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddTxaio();
        services.TryAddSingleton(static provider => SystemOf(provider).TxaioCluster());
        services.TryAddKeyedSingleton(KeyedService.AnyKey, static (provider, key) => Keyed(provider, key));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TimersStart>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, HealthRegistrations>());
        return services;
    }

    /// <summary>
    /// Makes timers injectable as <see cref="AddTxaioDurableTimers(IServiceCollection)"/> does, starts them with the
    /// actor system as <c>WithTxaioDurableTimers</c> inside <c>AddAkka</c> does, and adds the host's health check
    /// service. Call it after <c>AddAkka</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The options win over all HOCON that was added inside <c>AddAkka</c>. The health check is off unless the options
    /// turn it on. Another call adds its options to the earlier ones.
    /// </para>
    /// <para>
    /// The last <c>AddAkka</c> makes the actor system. An <c>AddAkka</c> after this call would make it without the
    /// options. Then the host's start and the injection of <see cref="ITxaioCluster"/> throw
    /// <see cref="InvalidOperationException"/>.
    /// </para>
    /// <para>
    /// <paramref name="configure"/> runs once, after the container has been built. An invalid option stops the host's
    /// start. Not from txaio.
    /// </para>
    /// </remarks>
    /// <param name="services">The service collection, in which <c>AddAkka</c> was called.</param>
    /// <param name="configure">Sets the options that differ from the HOCON.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// <c>AddAkka</c> was not called before, or the host has been built.
    /// </exception>
    public static IServiceCollection AddTxaioDurableTimers(
        this IServiceCollection services, Action<TxaioClusterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, akka => akka.WithTxaioDurableTimers(configure));
    }

    /// <summary>
    /// As <see cref="AddTxaioDurableTimers(IServiceCollection, Action{TxaioClusterOptions})"/>, with the options bound
    /// from a section of the host's configuration first, such as <c>configuration.GetSection("Txaio:Cluster")</c>.
    /// </summary>
    /// <param name="services">The service collection, in which <c>AddAkka</c> was called.</param>
    /// <param name="section">
    /// The section. A missing or empty section, such as a misspelt name, stops the host's start.
    /// </param>
    /// <param name="configure">Sets further options, after the section.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="services"/> or <paramref name="section"/> is null.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <c>AddAkka</c> was not called before, or the host has been built.
    /// </exception>
    public static IServiceCollection AddTxaioDurableTimers(
        this IServiceCollection services, IConfiguration section, Action<TxaioClusterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, akka =>
        {
            OptionsBinding.RefuseMissing<TxaioClusterOptions>(section);
            akka.WithTxaioDurableTimers(section, configure);
        });
    }

    internal static ActorSystem SystemOf(IServiceProvider provider)
    {
        TxaioAdditions.Check(provider);
        return provider.GetService<ActorSystem>() ?? throw new InvalidOperationException(
            "ITxaioCluster needs an actor system: call services.AddAkka(...) of Akka.Hosting as well.");
    }

    private static IServiceCollection Add(IServiceCollection services, Action<AkkaConfigurationBuilder> configure)
    {
        TxaioAdditions.Add(services, configure);
        services.AddHealthChecks();
        return services.AddTxaioDurableTimers();
    }

    private static IDurableTimer Keyed(IServiceProvider provider, object? key) => key is string timer
        ? SystemOf(provider).TxaioCluster().DurableTimer(timer)
        : throw new ArgumentException(
            $"IDurableTimer is keyed by the name of a timer, a string; the key here is {key} ({key?.GetType()}).",
            nameof(key));
}

using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Txaio.Actors.Hosting;

/// <summary>Adds Txaio.Actors to dependency injection and to the host's actor system.</summary>
public static class TxaioServiceCollectionExtensions
{
    /// <summary>
    /// Makes <see cref="ITxaio"/> injectable, bound to the default loop. With a loop's name as the key,
    /// <c>[FromKeyedServices("io")] ITxaio</c>, it is bound to that loop.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Call it before or after <c>AddAkka</c>. It is separate from <c>WithTxaio</c>, which Akka.Hosting runs when no
    /// service can be added any more. The first use of <see cref="ITxaio"/> starts the actor system if the host has
    /// not. Calling this again changes nothing. The overloads with options include <c>WithTxaio</c>.
    /// </para>
    /// <para>
    /// Resolving <see cref="ITxaio"/> throws <see cref="UnknownLoopException"/> for a key that is not a loop's name,
    /// and <c>ConfigurationException</c> for an invalid setting under <c>txaio</c>. There is one instance for each
    /// loop. After the host has stopped, the instances refuse new work with <see cref="LoopTerminatedException"/>. Not
    /// from txaio.
    /// </para>
    /// </remarks>
    /// <param name="services">The service collection.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="InvalidOperationException">The host has been built: its services cannot change.</exception>
    public static IServiceCollection AddTxaio(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(static provider => SystemOf(provider).Txaio());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostStart>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<HealthCheckServiceOptions>, HealthRegistrations>());
        // Not a singleton: the container would keep the instance of a loop that is disposed while the system runs.
        services.TryAddKeyedTransient(KeyedService.AnyKey, static (provider, key) => Keyed(provider, key));
        return services;
    }

    /// <summary>
    /// Makes <see cref="ITxaio"/> injectable as <see cref="AddTxaio(IServiceCollection)"/> does, starts txaio with the
    /// actor system as <c>WithTxaio</c> inside <c>AddAkka</c> does, and adds the host's health check service. Call it
    /// after <c>AddAkka</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The options win over all HOCON that was added inside <c>AddAkka</c>. The loops are in the <c>ActorRegistry</c>
    /// before the first actor of <c>WithActors</c> starts. Health checks, and log events to the host's
    /// <c>ILoggerFactory</c>, are off unless the options turn them on. Another call adds its options to the earlier
    /// ones.
    /// </para>
    /// <para>
    /// The last <c>AddAkka</c> makes the actor system. An <c>AddAkka</c> after this call would make it without the
    /// options. Then the host's start and the injection of <see cref="ITxaio"/> throw
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
    /// <exception cref="InvalidOperationException">
    /// <c>AddAkka</c> was not called before, or the host has been built.
    /// </exception>
    public static IServiceCollection AddTxaio(this IServiceCollection services, Action<TxaioOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return Add(services, akka => akka.WithTxaio(configure));
    }

    /// <summary>
    /// As <see cref="AddTxaio(IServiceCollection, Action{TxaioOptions})"/>, with the options bound from a section of
    /// the host's configuration first, such as <c>configuration.GetSection("Txaio")</c>.
    /// </summary>
    /// <param name="services">The service collection, in which <c>AddAkka</c> was called.</param>
    /// <param name="section">
    /// The section. A missing or empty section, such as a misspelt name, stops the host's start.
    /// </param>
    /// <param name="configure">Sets further options, after the section.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddAkka</c> was not called before, or the host has been built.
    /// </exception>
    public static IServiceCollection AddTxaio(
        this IServiceCollection services, IConfiguration section, Action<TxaioOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, akka =>
        {
            OptionsBinding.RefuseMissing<TxaioOptions>(section);
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

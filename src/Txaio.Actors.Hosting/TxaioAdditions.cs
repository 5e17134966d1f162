using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Txaio.Actors.Hosting;

/// <summary>
/// Additions of this package to the builder of <c>AddAkka</c>. Akka.Hosting makes the builder in a service factory
/// and has no way to add to the builder later. So this class wraps that factory.
/// </summary>
internal sealed class TxaioAdditions
{
    private readonly List<Action<AkkaConfigurationBuilder>> _all = [];

    // Written by the thread on which the container makes the builder, read by threads that make other services.
    private volatile AkkaConfigurationBuilder? _builder;

    /// <summary>Adds to the builder of the last <c>AddAkka</c>, after earlier additions.</summary>
    /// <exception cref="InvalidOperationException"><c>AddAkka</c> was not called before.</exception>
    public static void Add(IServiceCollection services, Action<AkkaConfigurationBuilder> configure)
    {
        var last = LastBuilder(services) ?? throw new InvalidOperationException(
            $"{OwnCall.Name} with options adds to an actor system: call services.AddAkka(...) of Akka.Hosting before "
            + "it.");
        if (Of(services) is not { } additions)
            services.AddSingleton(additions = new TxaioAdditions());
        additions._all.Add(configure);
        services[last] = additions.Wrapped(services[last]);
    }

    /// <summary>Throws if a later <c>AddAkka</c> would make an actor system without the options.</summary>
    /// <exception cref="InvalidOperationException"><c>AddAkka</c> was called again.</exception>
    public static void Check(IServiceProvider provider)
    {
        if (provider.GetService<TxaioAdditions>() is not { } additions)
            return;
        var builder = provider.GetRequiredService<AkkaConfigurationBuilder>();
        if (!ReferenceEquals(builder, additions._builder))
        {
            throw new InvalidOperationException(
                $"AddAkka was called again after {OwnCall.Name} with options: the last AddAkka makes the actor system, "
                + $"which would not have the options. Call {OwnCall.Name} after the last AddAkka.");
        }
    }

    private static TxaioAdditions? Of(IServiceCollection services) =>
        services.FirstOrDefault(static service => service.ServiceType == typeof(TxaioAdditions))
            ?.ImplementationInstance as TxaioAdditions;

    private static int? LastBuilder(IServiceCollection services)
    {
        for (var i = services.Count - 1; i >= 0; i--)
        {
            if (services[i] is { IsKeyedService: false, ImplementationFactory: not null } found
                && found.ServiceType == typeof(AkkaConfigurationBuilder))
            {
                return i;
            }
        }

        return null;
    }

    private ServiceDescriptor Wrapped(ServiceDescriptor akka)
    {
        if (akka.ImplementationFactory!.Target is Factory { Additions: var mine } && mine == this)
            return akka;
        return ServiceDescriptor.Singleton(new Factory(this, akka.ImplementationFactory).Make);
    }

    private sealed record Factory(TxaioAdditions Additions, Func<IServiceProvider, object> Inside)
    {
        public AkkaConfigurationBuilder Make(IServiceProvider provider)
        {
            var builder = (AkkaConfigurationBuilder)Inside(provider);
            // Another package wraps the factory as well, so that this class may stand in the chain twice.
            if (ReferenceEquals(builder, Additions._builder))
                return builder;
            foreach (var configure in Additions._all)
                configure(builder);
            Additions._builder = builder;
            return builder;
        }
    }
}

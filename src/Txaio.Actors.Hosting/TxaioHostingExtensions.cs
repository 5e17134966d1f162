using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Txaio.Actors.Hosting;

/// <summary>Txaio.Actors in an actor system that Akka.Hosting starts.</summary>
public static class TxaioHostingExtensions
{
    /// <summary>
    /// Starts txaio with the actor system. Values set by <paramref name="configure"/> win over the HOCON. Puts the
    /// loops into the <c>ActorRegistry</c>: the default loop under <see cref="EventLoop"/>, others under the keys given
    /// to <see cref="TxaioOptions.RegisterLoop{TKey}"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// HOCON that is added with <c>HoconAddMode.Prepend</c> after this call wins over the options. The loops are in the
    /// registry before the first actor of <c>WithActors</c> starts. An invalid option stops the host's start.
    /// </para>
    /// <para>
    /// The host ends the actor system, after the services that were added later. Akka's own shutdown hook would end it
    /// at once. The hook is off unless the HOCON sets <c>akka.coordinated-shutdown.run-by-clr-shutdown-hook = on</c>.
    /// </para>
    /// <para>
    /// Akka.Hosting calls this after the container has been built, too late to make <see cref="ITxaio"/> injectable.
    /// <see cref="TxaioServiceCollectionExtensions.AddTxaio(IServiceCollection)"/> makes it injectable. The overload
    /// <see cref="TxaioServiceCollectionExtensions.AddTxaio(IServiceCollection, Action{TxaioOptions})"/>, outside of
    /// <c>AddAkka</c>, does both.
    /// </para>
    /// </remarks>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <param name="configure">Sets the options that differ from the HOCON.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ConfigurationException">Two options of a loop exclude each other.</exception>
    public static AkkaConfigurationBuilder WithTxaio(
        this AkkaConfigurationBuilder builder, Action<TxaioOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new TxaioOptions();
        configure?.Invoke(options);
        return Apply(builder, options);
    }

    /// <summary>
    /// As <see cref="WithTxaio(AkkaConfigurationBuilder, Action{TxaioOptions})"/>, with the options bound from a
    /// section of the host's configuration first, such as <c>configuration.GetSection("Txaio")</c>.
    /// </summary>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <param name="section">The section; a missing section sets nothing.</param>
    /// <param name="configure">Sets further options, after the section.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ConfigurationException">
    /// A key of the section is not known, a value cannot be read, or two options of a loop exclude each other.
    /// </exception>
    public static AkkaConfigurationBuilder WithTxaio(
        this AkkaConfigurationBuilder builder, IConfiguration section, Action<TxaioOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        var options = new TxaioOptions();
        OptionsBinding.Bind(section, options, foreign: "Cluster");
        configure?.Invoke(options);
        return Apply(builder, options);
    }

    /// <summary>
    /// Makes <see cref="SleepingScheduler"/> the scheduler of the actor system, for Akka's own timers and yours:
    /// <c>akka.scheduler.implementation</c>. Needs no <c>WithTxaio</c>.
    /// </summary>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <returns>The builder.</returns>
    public static AkkaConfigurationBuilder WithSleepingScheduler(this AkkaConfigurationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddHocon(
            "akka.scheduler.implementation = \"Txaio.Actors.SleepingScheduler, Txaio.Actors\"", HoconAddMode.Prepend);
    }

    // Akka's own hook would end the loops at SIGTERM, while services of the host still use them.
    private const string EndedByTheHost = "akka.coordinated-shutdown.run-by-clr-shutdown-hook = off";

    private static AkkaConfigurationBuilder Apply(AkkaConfigurationBuilder builder, TxaioOptions options)
    {
        var hocon = OptionsHocon.Of(options);
        builder.AddHocon(EndedByTheHost, HoconAddMode.Append);
        if (options.Logging.UseLoggerFactory == true)
            LoggerChoice.Add(builder);
        if (hocon.Length > 0)
            builder.AddHocon(ConfigurationFactory.ParseString(hocon), HoconAddMode.Prepend);
        if (options.Health.Liveness is { } liveness)
            builder.WithTxaioLivenessCheck(liveness);
        if (options.Health.Readiness is { } readiness)
            builder.WithTxaioReadinessCheck(readiness);

        LoopKeys.Add(builder, options.RegistryKeys);
        return builder.WithExtension<HostExtensionProvider>().WithActors((system, registry) =>
        {
            foreach (var (key, loop) in options.RegistryKeys)
                Check(registry, key, system.Txaio(loop).Loop);
        });
    }

    private static void Check(IActorRegistry registry, Type key, EventLoop loop)
    {
        if (registry.TryGet(key, out var known) && known.Equals(loop.Ref))
            return;
        throw new DuplicateActorRegistryException(
            $"{loop} cannot be registered under {key}: another actor has that key already.");
    }
}

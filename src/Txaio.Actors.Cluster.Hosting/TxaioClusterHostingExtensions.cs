using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Txaio.Actors.Hosting;

namespace Txaio.Actors.Cluster.Hosting;

/// <summary>The durable timers in an actor system that Akka.Hosting starts.</summary>
public static class TxaioClusterHostingExtensions
{
    /// <summary>
    /// Starts the durable timers, and txaio, with the actor system. Values set by <paramref name="configure"/> win over
    /// the HOCON.
    /// </summary>
    /// <remarks>
    /// <para>
    /// With a cluster provider, as by <c>WithClustering</c> of Akka.Cluster.Hosting before or after this call, each
    /// timer is a shard region; without one its stripes run on this node. The timers start before the first actor of
    /// <c>WithActors</c>. An invalid option stops the host's start.
    /// </para>
    /// <para>
    /// HOCON that is added with <c>HoconAddMode.Prepend</c> after this call wins over the options. Another call adds
    /// its options to the earlier ones. The call includes <c>WithTxaio()</c>.
    /// </para>
    /// <para>
    /// Akka.Hosting calls this after the container has been built, too late to make <see cref="ITxaioCluster"/>
    /// injectable: <c>services.AddTxaioDurableTimers()</c> makes it injectable. <c>AddTxaioDurableTimers</c> with
    /// options, outside of <c>AddAkka</c>, does both.
    /// </para>
    /// </remarks>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <param name="configure">Sets the options that differ from the HOCON.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static AkkaConfigurationBuilder WithTxaioDurableTimers(
        this AkkaConfigurationBuilder builder, Action<TxaioClusterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new TxaioClusterOptions();
        configure?.Invoke(options);
        return Apply(builder, options);
    }

    /// <summary>
    /// As <see cref="WithTxaioDurableTimers(AkkaConfigurationBuilder, Action{TxaioClusterOptions})"/>, with the options
    /// bound from a section of the host's configuration first, such as
    /// <c>configuration.GetSection("Txaio:Cluster")</c>.
    /// </summary>
    /// <param name="builder">Akka.Hosting's builder.</param>
    /// <param name="section">The section; a missing section sets nothing.</param>
    /// <param name="configure">Sets further options, after the section.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="builder"/> or <paramref name="section"/> is null.
    /// </exception>
    /// <exception cref="ConfigurationException">
    /// A key of the section is not known, or a value cannot be read.
    /// </exception>
    public static AkkaConfigurationBuilder WithTxaioDurableTimers(
        this AkkaConfigurationBuilder builder, IConfiguration section, Action<TxaioClusterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        var options = new TxaioClusterOptions();
        OptionsBinding.Bind(section, options);
        configure?.Invoke(options);
        return Apply(builder, options);
    }

    private static AkkaConfigurationBuilder Apply(AkkaConfigurationBuilder builder, TxaioClusterOptions options)
    {
        var hocon = ClusterOptionsHocon.Of(options);
        if (hocon.Length > 0)
            builder.AddHocon(ConfigurationFactory.ParseString(hocon), HoconAddMode.Prepend);
        if (options.Health.Readiness is { } readiness)
            builder.WithTxaioDurableTimersReadinessCheck(readiness);
        return builder.WithTxaio().WithExtension<ClusterHostExtensionProvider>();
    }
}

using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.TestKit.Configuration;

namespace Txaio.Actors.TestKit;

/// <content>Systems with virtual time, and what makes one.</content>
public sealed partial class VirtualTime
{
    private static readonly string VirtualType =
        $"type = \"{NameOf<VirtualDispatcherConfigurator>()}\"";

    private static readonly string AwaitedType =
        $"type = \"{NameOf<AwaitedDispatcherConfigurator>()}\"";

    // Wins over the configuration of the test: without these settings a system has no virtual time.
    private static readonly Config Needed = ConfigurationFactory.ParseString(
        $$"""
        akka {
          scheduler.implementation = "{{NameOf<VirtualScheduler>()}}"
          actor.default-dispatcher { {{AwaitedType}} }
          actor.internal-dispatcher { {{AwaitedType}} }
          loggers-dispatcher = akka.actor.internal-dispatcher
          # The test process is not the application's, and outlives it.
          coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
        }
        {{DispatcherId}} { {{VirtualType}} }
        txaio.loops.default.dispatcher { {{VirtualType}} }
        txaio.timer-dispatcher = {{DispatcherId}}
        """);

    /// <summary>
    /// What a system needs for virtual time, to be merged with a test's own configuration: the scheduler; a
    /// dispatcher <c>virtual-dispatcher</c>, with the default loop and the batched timers on it; Akka's default and
    /// internal dispatchers and its loggers awaited; the defaults under <c>txaio.testkit</c>. The end of the system
    /// does not end the process, and that of the process does not wait for the system.
    /// </summary>
    /// <remarks>
    /// As a fallback it leaves whatever the other configuration says about dispatchers; <see cref="Over"/> puts every
    /// loop on virtual time. The default dispatcher may be virtual too, but a system waits for its loggers and
    /// guardians while it starts, so Akka's internal one may not.
    /// </remarks>
    public static Config Config { get; } = Needed.WithFallback(TestKitSettings.Reference);

    /// <summary>
    /// An application's configuration in virtual time: all its loops run on it, whatever their dispatchers are.
    /// </summary>
    /// <param name="config">The configuration; null for none.</param>
    /// <returns>A configuration to start an actor system with.</returns>
    public static Config Over(Config? config)
    {
        config ??= Config.Empty;
        var loops = config.GetConfig("txaio.loops")?.AsEnumerable().Select(static loop => loop.Key) ?? [];
        // By its id: a dispatcher section would be merged with the section of the application.
        var theirs = string.Join('\n', loops.Select(static name => $"\"{name}\".dispatcher = {DispatcherId}"));
        return ConfigurationFactory.ParseString($"txaio.loops {{ {theirs} }}")
            .WithFallback(Needed)
            .WithFallback(config)
            .WithFallback(Config);
    }

    /// <summary>
    /// Starts an actor system in virtual time. Dispose the result to end it, which also reports what is still
    /// scheduled then.
    /// </summary>
    /// <param name="config">HOCON of the test; all its loops run on virtual time, see <see cref="Over"/>.</param>
    /// <param name="name">The name of the actor system.</param>
    /// <returns>The time of the system.</returns>
    /// <exception cref="ConfigurationException">A setting under <c>txaio.testkit</c> is wrong.</exception>
    public static VirtualTime Create(string config = "", string name = "virtual")
    {
        ArgumentNullException.ThrowIfNull(config);
        return Create(ConfigurationFactory.ParseString(config), name);
    }

    /// <summary>As <see cref="Create(string, string)"/>, with a configuration that was parsed already.</summary>
    /// <param name="config">Configuration of the test or of the application under test.</param>
    /// <param name="name">The name of the actor system.</param>
    /// <returns>The time of the system.</returns>
    /// <exception cref="ConfigurationException">A setting under <c>txaio.testkit</c> is wrong.</exception>
    public static VirtualTime Create(Config config, string name = "virtual")
    {
        ArgumentNullException.ThrowIfNull(config);
        var all = Over(config);
        // Before the system starts: after an exception from here no caller could end it.
        TestKitSettings.Read(all);
        return Of(ActorSystem.Create(name, all));
    }

    /// <summary>As <see cref="Create(string, string)"/>, with the time of day to start at.</summary>
    /// <param name="start">The virtual time of day at the start; <c>txaio.testkit.start</c> if left out.</param>
    /// <param name="config">HOCON of the test.</param>
    /// <param name="name">The name of the actor system.</param>
    /// <returns>The time of the system.</returns>
    /// <exception cref="ConfigurationException">A setting under <c>txaio.testkit</c> is wrong.</exception>
    public static VirtualTime Create(DateTimeOffset start, string config = "", string name = "virtual")
    {
        ArgumentNullException.ThrowIfNull(config);
        return Create(
            ConfigurationFactory.ParseString($"txaio.testkit.start = \"{start.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK}\"")
                .WithFallback(ConfigurationFactory.ParseString(config)),
            name);
    }

    /// <summary>The virtual time of a system that was started with <see cref="Config"/>.</summary>
    /// <param name="system">The actor system.</param>
    /// <returns>Its time; the same object each time.</returns>
    /// <exception cref="InvalidOperationException">
    /// The system's scheduler is not the virtual one, or its guardians run where virtual time cannot wait for them.
    /// </exception>
    /// <exception cref="ConfigurationException">A setting under <c>txaio.testkit</c> is wrong.</exception>
    public static VirtualTime Of(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (system.Scheduler is not VirtualScheduler scheduler)
        {
            throw new InvalidOperationException(
                $"The actor system {system.Name} has no virtual time: akka.scheduler.implementation is "
                + $"{system.Scheduler.GetType().FullName}. Take all of VirtualTime.Config.");
        }
        if (system.Dispatchers.Lookup("akka.actor.internal-dispatcher") is not DrivenDispatcher)
        {
            throw new InvalidOperationException(
                $"The guardians of the actor system {system.Name} start and stop actors behind the back of virtual "
                + "time: set akka.actor.internal-dispatcher, as VirtualTime.Config does.");
        }
        scheduler.WatchShutdown((ExtendedActorSystem)system);
        return scheduler.TimeOf(system);
    }

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}

using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Configuration;
using Txaio.Actors.Loggers;
using Txaio.Actors.TestKit.Configuration;

namespace Txaio.Actors.TestKit;

/// <content>Configuration and creation of actor systems in virtual time.</content>
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
          # The process belongs to the test runner and outlives the actor system.
          coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
        }
        {{DispatcherId}} { {{VirtualType}} }
        txaio.loops.default.dispatcher { {{VirtualType}} }
        txaio.timer-dispatcher = {{DispatcherId}}
        """);

    /// <summary>
    /// The settings that virtual time needs, to be merged with a test's own configuration. They set the scheduler; the
    /// dispatcher <c>virtual-dispatcher</c>, with the default loop and the batched timers on it; an
    /// <see cref="AwaitedDispatcher"/> as Akka's default and internal dispatchers, also for loggers; and the defaults
    /// under <c>txaio.testkit</c>. The end of the system does not end the process, and the end of the process does not
    /// wait for the system.
    /// </summary>
    /// <remarks>
    /// As a fallback it does not change the dispatchers of the other configuration; <see cref="Over"/> puts every loop
    /// on virtual time. The default dispatcher may be a <see cref="VirtualDispatcher"/>. Akka's internal dispatcher may
    /// not: a starting system waits for its loggers and guardians before a test can drive.
    /// </remarks>
    public static Config Config { get; } = Needed.WithFallback(TestKitSettings.Reference);

    /// <summary>
    /// Returns an application's configuration for virtual time. All its loops run on virtual time.
    /// </summary>
    /// <param name="config">The configuration; null for none.</param>
    /// <returns>A configuration to start an actor system with.</returns>
    /// <exception cref="ConfigurationException">
    /// A value that virtual time sets is a substitution that refers to itself.
    /// </exception>
    public static Config Over(Config? config)
    {
        // A Config without a root fails on most of its methods.
        if (config is null || config.IsEmpty)
            config = Config.Empty;
        BrokenSubstitutions.Refuse(config, Config);
        var loops = config.GetConfig("txaio.loops")?.AsEnumerable().Select(static loop => loop.Key) ?? [];
        // An id replaces a dispatcher section of the application; a section would be merged with it.
        var theirs = string.Join('\n', loops.Select(static name => $"\"{name}\".dispatcher = {DispatcherId}"));
        var virtualLoops = ConfigurationFactory.ParseString($"txaio.loops {{ {theirs} }}");
        BrokenSubstitutions.Refuse(config, virtualLoops);
        return virtualLoops
            .WithFallback(Needed)
            .WithFallback(config)
            .WithFallback(Config);
    }

    /// <summary>
    /// Starts an actor system in virtual time. Dispose of the result to end the system, which also reports the calls
    /// that are still scheduled.
    /// </summary>
    /// <param name="config">HOCON of the test; all its loops run on virtual time, see <see cref="Over"/>.</param>
    /// <param name="name">The name of the actor system.</param>
    /// <returns>The time of the system.</returns>
    /// <exception cref="ConfigurationException">
    /// The text is no HOCON, or a setting under <c>txaio.testkit</c> is wrong.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The name has other characters than letters, digits, '-' and '_', or does not begin with a letter or digit.
    /// </exception>
    public static VirtualTime Create(string config = "", string name = "virtual")
    {
        ArgumentNullException.ThrowIfNull(config);
        return Create(Parsed(config), name);
    }

    /// <summary>As <see cref="Create(string, string)"/>, with a parsed configuration.</summary>
    /// <param name="config">Configuration of the test or of the application under test.</param>
    /// <param name="name">The name of the actor system.</param>
    /// <returns>The time of the system.</returns>
    /// <exception cref="ConfigurationException">A setting under <c>txaio.testkit</c> is wrong.</exception>
    /// <exception cref="ArgumentException">See <see cref="Create(string, string)"/>.</exception>
    public static VirtualTime Create(Config config, string name = "virtual")
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(name);
        // Checked before the system starts: after an exception no caller could end the system. And before the merge: the
        // defaults would replace a section that is no section.
        TestKitSettings.Read(config);
        return Of(StartSystem(name, Over(config)));
    }

    /// <summary>As <see cref="Create(string, string)"/>, with a start time of day.</summary>
    /// <param name="start">The virtual time of day at the start, in place of <c>txaio.testkit.start</c>.</param>
    /// <param name="config">HOCON of the test.</param>
    /// <param name="name">The name of the actor system.</param>
    /// <returns>The time of the system.</returns>
    /// <exception cref="ConfigurationException">See <see cref="Create(string, string)"/>.</exception>
    /// <exception cref="ArgumentException">See <see cref="Create(string, string)"/>.</exception>
    public static VirtualTime Create(DateTimeOffset start, string config = "", string name = "virtual")
    {
        ArgumentNullException.ThrowIfNull(config);
        var parsed = Parsed(config);
        TestKitSettings.Read(parsed);
        return Create(
            ConfigurationFactory.ParseString($"txaio.testkit.start = \"{start.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK}\"")
                .WithFallback(parsed),
            name);
    }

    /// <summary>The virtual time of a system that was started with <see cref="Config"/>.</summary>
    /// <param name="system">The actor system.</param>
    /// <returns>Its time; the same object each time.</returns>
    /// <exception cref="InvalidOperationException">
    /// The system's scheduler is not the virtual one, or its guardians run on a dispatcher that is not of virtual time.
    /// </exception>
    /// <exception cref="ConfigurationException">A setting under <c>txaio.testkit</c> is wrong.</exception>
    public static VirtualTime Of(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (system.Scheduler is not VirtualScheduler scheduler)
        {
            throw new InvalidOperationException(
                $"The actor system {system.Name} has no virtual time: akka.scheduler.implementation is "
                + $"{system.Scheduler.GetType().FullName}. Use all of VirtualTime.Config.");
        }
        if (system.Dispatchers.Lookup("akka.actor.internal-dispatcher") is not DrivenDispatcher)
        {
            throw new InvalidOperationException(
                $"The guardians of the actor system {system.Name} run on a dispatcher that virtual time does not wait "
                + "for: set akka.actor.internal-dispatcher, as VirtualTime.Config does.");
        }
        scheduler.WatchShutdown((ExtendedActorSystem)system);
        return scheduler.TimeOf(system);
    }

    // Akka's parser throws exceptions of several types.
    private static Config Parsed(string hocon)
    {
        try
        {
            return ConfigurationFactory.ParseString(hocon);
        }
        catch (Exception e)
        {
            throw new ConfigurationException($"The configuration must be HOCON: {SafeText.Of(e.Message, 500)}", e);
        }
    }

    private static ActorSystem StartSystem(string name, Config config)
    {
        try
        {
            return ActorSystem.Create(name, config);
        }
        catch (ArgumentException e) when (e.ParamName == "name")
        {
            // Akka's message repeats all of the name.
            throw new ArgumentException(
                $"'{SafeText.Of(name, 100)}' is no name of an actor system: it must begin with a letter (A-Z, a-z) or "
                + "digit, and have only letters, digits, '-' and '_'.",
                nameof(name),
                e);
        }
    }

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}

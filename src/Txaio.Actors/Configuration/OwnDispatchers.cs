using Akka.Actor;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Dispatch;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Configuration;

/// <summary>
/// Makes dispatchers that are not in Akka's registry. The registry keeps each configurator until the system ends. It
/// finds sections only in the system's configuration, and a section that was added there cannot be removed.
/// </summary>
internal static class OwnDispatchers
{
    private static readonly Config Threads = ConfigurationFactory.ParseString("executor = fork-join-executor");

    private static readonly Config OneThread = ConfigurationFactory.ParseString(
        "executor = fork-join-executor, dedicated-thread-pool { thread-count = 1, threadtype = background }");

    /// <summary>Makes the dispatcher of a loop's section. Its threads start with the first actor.</summary>
    /// <param name="dispatchers">Akka's registry.</param>
    /// <param name="scheduler">The scheduler on which the dispatcher schedules its end.</param>
    /// <param name="id">The dispatcher's id, for the names of its threads and for errors.</param>
    /// <param name="sections">The loop's section, followed by the sections with its defaults.</param>
    /// <exception cref="ConfigurationException">A mailbox is set, or Akka cannot make the dispatcher.</exception>
    public static MessageDispatcher Make(
        Dispatchers dispatchers, IScheduler scheduler, string id, IEnumerable<Setting> sections)
    {
        var whole = sections.Aggregate(
                ConfigurationFactory.ParseString($"id = {id}, name = dispatcher"),
                static (above, section) => above.WithFallback(AsConfig(section)))
            .WithFallback(dispatchers.DefaultDispatcherConfig);
        if (whole.GetString("mailbox-type") is { Length: > 0 } mailbox)
        {
            throw new ConfigurationException(
                $"{id}.mailbox-type = {HoconValues.OneLine(mailbox)}: must not be set for a loop that is made while "
                + "the system runs, since Akka reads mailboxes from the system's configuration only");
        }

        try
        {
            var shared = dispatchers.Prerequisites;
            return Configurator(
                whole,
                new DefaultDispatcherPrerequisites(shared.EventStream, scheduler, shared.Settings, shared.Mailboxes))
                .Dispatcher();
        }
        catch (Exception exception)
        {
            throw LoopDispatchers.CannotMake(id, "{...}", exception);
        }
    }

    // Chooses as Akka's registry does. The library's type and Akka's own are replaced by a dispatcher that ends with its
    // loop.
    private static MessageDispatcherConfigurator Configurator(Config config, IDispatcherPrerequisites prerequisites) =>
        config.GetString("type") switch
        {
            "ForkJoinDispatcher" => new LoopDispatcherConfigurator(Threads.WithFallback(config), prerequisites),
            "PinnedDispatcher" => new LoopDispatcherConfigurator(OneThread.WithFallback(config), prerequisites),
            var name => Type.GetType(name, throwOnError: true) is var type && type == typeof(OneThreadDispatcher)
                ? new LoopDispatcherConfigurator(OneThreadDispatcher.Whole(config), prerequisites)
                : (MessageDispatcherConfigurator)Activator.CreateInstance(type!, config, prerequisites)!,
        };

    private static Config AsConfig(Setting section)
    {
        var top = new HoconValue();
        top.NewValue(HoconCopy.Of(section));
        return new Config(new HoconRoot(top));
    }
}

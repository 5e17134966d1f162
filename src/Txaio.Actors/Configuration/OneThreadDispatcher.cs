using Akka.Configuration;
using Akka.Dispatch;
using Txaio.Actors.Configuration;

namespace Txaio.Actors;

/// <summary>
/// A dispatcher with one thread, which sleeps while no message waits. The default dispatcher of loops; other actors may
/// use it as well. Not from txaio.
/// </summary>
/// <remarks>
/// <para>The threads of Akka's <c>ForkJoinDispatcher</c> and <c>PinnedDispatcher</c> look for work before they sleep, 50
/// times for each processor of the machine. That is more CPU time than most callbacks take. This thread looks for about
/// 10 microseconds, and for less and less while no work comes in that time.</para>
/// <para>In HOCON, <c>type = "Txaio.Actors.OneThreadDispatcher, Txaio.Actors"</c>. The keys <c>throughput</c>,
/// <c>throughput-deadline-time</c> and <c>shutdown-timeout</c> are those of Akka's dispatchers.
/// <c>dedicated-thread-pool.thread-count</c> must not be more than 1. The thread is a background thread with the
/// dispatcher's id as its name. It ends when the dispatcher has had no actor for <c>shutdown-timeout</c>, or when the
/// loop has closed that was made with it, and a later actor gets a new thread.</para>
/// </remarks>
public sealed class OneThreadDispatcher : MessageDispatcherConfigurator
{
    private static readonly Config Executor = ConfigurationFactory.ParseString(
        $"executor = \"{typeof(OneThreadExecutorConfigurator).AssemblyQualifiedName}\"");

    private readonly DispatcherConfigurator _configurator;

    /// <summary>Made by Akka.</summary>
    /// <param name="config">The dispatcher's section.</param>
    /// <param name="prerequisites">The prerequisites of the actor system's dispatchers.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ConfigurationException">The section asks for more than one thread.</exception>
    public OneThreadDispatcher(Config config, IDispatcherPrerequisites prerequisites)
        : base(NotNull(config), prerequisites)
    {
        ArgumentNullException.ThrowIfNull(prerequisites);
        _configurator = new DispatcherConfigurator(Whole(config), prerequisites);
    }

    /// <summary>The dispatcher; the same one each time. Any thread.</summary>
    /// <returns>The dispatcher.</returns>
    public override MessageDispatcher Dispatcher() => _configurator.Dispatcher();

    /// <summary>The section with the executor of this dispatcher.</summary>
    internal static Config Whole(Config config) =>
        // Akka throws for a configuration that was made without text.
        config.IsEmpty ? Executor : Executor.WithFallback(config);

    private static Config NotNull(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config;
    }
}

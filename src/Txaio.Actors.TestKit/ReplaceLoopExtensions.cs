using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.TestKit.Replacing;

namespace Txaio.Actors.TestKit;

/// <summary>Replaces the default loop of an actor system in tests (<c>txaio.testutil</c>).</summary>
public static class ReplaceLoopExtensions
{
    // The replacement system has no loggers, because its events go to the replaced system; and it does not start the
    // extensions and remoting of that system again.
    private static readonly Config Alone = ConfigurationFactory.ParseString(
        """
        akka {
          actor.provider = local
          extensions = []
          loggers = []
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
        }
        """);

    /// <summary>
    /// Replaces the default loop of a system, in real or virtual time, by a new loop in virtual time, until the result
    /// is disposed of (<c>with replace_loop(Clock()) as fake_loop</c>). <c>system.Txaio()</c> and
    /// <c>context.Txaio()</c> return the new loop. Its clock starts at <c>txaio.testkit.start</c> and moves when the
    /// result is advanced.
    /// </summary>
    /// <remarks>
    /// <para>The new loop belongs to another actor system with the configuration of this system. So
    /// <c>WithConfig("io")</c> and <c>BatchedTimer("keepalive")</c> on the new loop are virtual, too. Log events and
    /// unhandled failures of the other system are published on the event stream of this system as well.</para>
    /// <para>Instances of <see cref="ITxaio"/> that were returned before stay bound to their loops. So does
    /// <c>system.Txaio("io")</c>, which returns a loop by name. Actors of this system keep their dispatchers.
    /// An Ask of a dead actor ends by its timeout. Replacements may be nested; dispose of the inner one first.</para>
    /// </remarks>
    /// <param name="system">The actor system.</param>
    /// <returns>
    /// The new loop's time, to advance and to list pending calls. <c>Dispose</c> restores the old loop, ends the other
    /// system, and reports its pending calls.
    /// </returns>
    /// <exception cref="ConfigurationException">A setting under <c>txaio</c> is invalid.</exception>
    /// <exception cref="LoopTerminatedException">
    /// The system is ending, and txaio was not started in it before.
    /// </exception>
    public static VirtualTime ReplaceLoop(this ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        var original = TxaioExtension.Get(system).Default;
        var time = VirtualTime.Create(Alone.WithFallback(system.Settings.Config), $"{system.Name}-replaced");
        try
        {
            var events = new EventForwarder((ExtendedActorSystem)time.System, system.EventStream);
            events.Subscribe();
            time.Txaio.SetGlobalLogLevel(original.GetGlobalLogLevel());
            var replaced = new LoopReplacement(system, time.Txaio);
            time.OnDispose(() =>
            {
                // While the system ends, its report of pending calls is forwarded, and its dead letters are not.
                events.ForgetDeadLetters();
                replaced.Dispose();
            });
            return time;
        }
        catch
        {
            time.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Replaces the default loop of a system by another until the result is disposed of
    /// (<c>with replace_loop(alt_loop)</c>). <c>system.Txaio()</c> and <c>context.Txaio()</c> return
    /// <paramref name="newLoop"/>. The replacement may be bound to another loop of the system or of another system, or
    /// be an implementation of the test.
    /// </summary>
    /// <param name="system">The actor system.</param>
    /// <param name="newLoop">The replacement, such as <c>system.Txaio("io")</c>.</param>
    /// <returns>
    /// An object whose <c>Dispose</c> restores the old loop. Replacements may be nested; dispose of the inner one
    /// first.
    /// </returns>
    /// <exception cref="ConfigurationException">A setting under <c>txaio</c> is invalid.</exception>
    /// <exception cref="LoopTerminatedException">
    /// The system is ending, and txaio was not started in it before.
    /// </exception>
    public static IDisposable ReplaceLoop(this ActorSystem system, ITxaio newLoop)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(newLoop);
        return new LoopReplacement(system, newLoop);
    }
}

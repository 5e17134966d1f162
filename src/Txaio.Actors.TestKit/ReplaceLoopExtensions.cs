using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.TestKit.Replacing;

namespace Txaio.Actors.TestKit;

/// <summary><c>txaio.testutil</c>.</summary>
public static class ReplaceLoopExtensions
{
    // Events of the replacement system go to the replaced one, whose extensions and remoting are not started twice.
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
    /// Replaces the default loop of a system, in real or virtual time, by a fresh one in virtual time until the
    /// result is disposed of (<c>with replace_loop(Clock()) as fake_loop</c>): <c>system.Txaio()</c> and
    /// <c>context.Txaio()</c> return the new one, whose clock starts at <c>txaio.testkit.start</c> and moves when the
    /// result is advanced.
    /// </summary>
    /// <remarks>
    /// <para>The new loop is that of an actor system of its own, with the configuration of this one: so
    /// <c>WithConfig("io")</c> and <c>BatchedTimer("keepalive")</c> on it are virtual, too. What it logs and the
    /// failures it reports are published on the event stream of this system as well.</para>
    /// <para>Instances of <see cref="ITxaio"/> handed out before stay bound to their loops, as does
    /// <c>system.Txaio("io")</c>, which asks for a loop by name. Actors of this system keep their dispatchers.
    /// An Ask of a dead actor ends by its timeout. Blocks may be nested, and are ended from the inside out.</para>
    /// </remarks>
    /// <param name="system">The actor system.</param>
    /// <returns>
    /// The new loop's time: advance it, ask it what is pending. Disposing of it puts the old loop back, ends the new
    /// one, and reports what is pending on it.
    /// </returns>
    /// <exception cref="ConfigurationException">Something under <c>txaio</c> is wrong.</exception>
    /// <exception cref="LoopTerminatedException">The system ends, and txaio had not been started in it.</exception>
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
                // Dead letters of the ending system are not forwarded; its report of pending calls is.
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
    /// (<c>with replace_loop(alt_loop)</c>): <c>system.Txaio()</c> and <c>context.Txaio()</c> return
    /// <paramref name="newLoop"/>, which may be bound to another loop of the system, belong to another system in
    /// virtual time, or be a test's own implementation.
    /// </summary>
    /// <param name="system">The actor system.</param>
    /// <param name="newLoop">The instance that both return, such as <c>system.Txaio("io")</c>.</param>
    /// <returns>
    /// Disposing of it puts the old one back. Blocks may be nested, and are ended from the inside out.
    /// </returns>
    /// <exception cref="ConfigurationException">Something under <c>txaio</c> is wrong.</exception>
    /// <exception cref="LoopTerminatedException">The system ends, and txaio had not been started in it.</exception>
    public static IDisposable ReplaceLoop(this ActorSystem system, ITxaio newLoop)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(newLoop);
        return new LoopReplacement(system, newLoop);
    }
}

using Akka.Configuration;
using Xunit.Abstractions;

namespace Txaio.Actors.Tests;

/// <summary>
/// The base class of tests: an actor system of its own for each test, with every message serialized on its way, and
/// gone when the test is. For tests in virtual time see <see cref="VirtualTestKit"/>.
/// </summary>
public abstract class TxaioTestKit : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Config Defaults = ConfigurationFactory.ParseString(
        """
        akka {
          # The test event listener, which EventFilter needs, prints what it is not told to mute.
          loglevel = INFO
          stdout-loglevel = WARNING
          log-dead-letters = off
          actor.serialize-messages = on
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          # Only failing tests wait that long, on machines that have other things to do as well.
          test.single-expect-default = 5s
          test.filter-leeway = 5s
        }
        """);

    /// <summary>Starts the test's actor system.</summary>
    /// <param name="config">HOCON of this test, which wins over the defaults.</param>
    /// <param name="output">Where the system's log goes as well.</param>
    protected TxaioTestKit(string? config = null, ITestOutputHelper? output = null)
        : this(config, Config.Empty, output)
    {
    }

    private protected TxaioTestKit(string? config, Config variant, ITestOutputHelper? output)
        : base(
            ConfigurationFactory.ParseString(config ?? "").WithFallback(variant).WithFallback(Defaults),
            actorSystemName: null,
            output)
    {
    }

    /// <summary>Ends the actor system. A system that does not end fails the test.</summary>
    protected override void AfterAll()
    {
        base.AfterAll();
        Shutdown(Sys, verifySystemShutdown: true);
    }
}

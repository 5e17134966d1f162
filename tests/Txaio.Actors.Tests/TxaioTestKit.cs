using Akka.Configuration;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Txaio.Actors.Tests;

/// <summary>
/// The base class of tests. Each test has an actor system of its own, which serializes every message and ends with
/// the test. Tests in virtual time use <see cref="VirtualTestKit"/>.
/// </summary>
public abstract class TxaioTestKit : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Config Defaults = ConfigurationFactory.ParseString(
        """
        akka {
          # EventFilter needs the test event listener, which prints each event that no filter mutes.
          loglevel = INFO
          stdout-loglevel = WARNING
          log-dead-letters = off
          actor.serialize-messages = on
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          # Only failing tests wait that long. A busy machine needs the room.
          test.single-expect-default = 20s
          test.filter-leeway = 20s
        }
        """);

    private readonly EventRecorder<UnhandledFailure> _failures;

    /// <summary>Starts the test's actor system.</summary>
    /// <param name="config">HOCON of this test; overrides the defaults.</param>
    /// <param name="output">The test's output, to which the system's log is copied.</param>
    protected TxaioTestKit(string? config = null, ITestOutputHelper? output = null)
        : this(config, Config.Empty, output)
    {
    }

    private protected TxaioTestKit(string? config, Config variant, ITestOutputHelper? output)
        : base(
            ConfigurationFactory.ParseString(config ?? "").WithFallback(variant).WithFallback(Defaults),
            actorSystemName: null,
            output) =>
        _failures = new EventRecorder<UnhandledFailure>(Sys);

    /// <summary>The failures that the library has reported, in order.</summary>
    private protected IReadOnlyList<UnhandledFailure> Unhandled => _failures.Events;

    /// <summary>
    /// Ends the actor system. A system that does not end fails the test, and so does an assertion in a callback: the
    /// loop reports the exception and goes on.
    /// </summary>
    protected override void AfterAll()
    {
        base.AfterAll();
        // Only a failing test waits that long; a busy machine needs the room.
        Shutdown(Sys, TimeSpan.FromSeconds(60), verifySystemShutdown: true);
        if (Unhandled.FirstOrDefault(static failure => failure.Cause is XunitException) is { } failed)
            throw new XunitException($"An assertion failed in {failed.Origin}: {failed.Cause}");
    }
}

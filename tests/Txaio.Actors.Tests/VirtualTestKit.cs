using Akka.Configuration;
using Txaio.Actors.TestKit;
using Xunit.Abstractions;

namespace Txaio.Actors.Tests;

/// <summary>
/// The base class of tests in virtual time. The time stands still until the test moves it with <see cref="Time"/>.
/// Loops, timers and actors with the dispatcher <c>virtual-dispatcher</c> run on the test's thread during that call.
/// So a test moves the time before it calls ExpectMsg or EventFilter, which wait in real time: nothing runs then.
/// </summary>
public abstract class VirtualTestKit : TxaioTestKit
{
    /// <summary>The id of the dispatcher whose actors run on the test's thread.</summary>
    protected const string VirtualDispatcherId = VirtualTime.DispatcherId;

    // pending-at-end is off because many tests leave calls pending on purpose.
    private static readonly Config Variant =
        ConfigurationFactory.ParseString(
        """txaio.testkit { pending-at-end = off, start = "1970-01-01T00:00:00Z" }""").WithFallback(VirtualTime.Config);

    /// <summary>Starts the test's actor system, at the Unix epoch.</summary>
    /// <param name="config">HOCON of this test; overrides the defaults.</param>
    /// <param name="output">The test's output, to which the system's log is copied.</param>
    protected VirtualTestKit(string? config = null, ITestOutputHelper? output = null)
        : base(config, Variant, output) =>
        Time = VirtualTime.Of(Sys);

    /// <summary>The time of the test's actor system.</summary>
    protected VirtualTime Time { get; }

    /// <summary>
    /// The number of entries in the scheduler. A loop or batched timer uses one entry for many calls.
    /// </summary>
    private protected int SchedulerEntries => ((VirtualScheduler)Sys.Scheduler).EntryCount;

    /// <summary>Ends the actor system. Actors on virtual dispatchers stop on the test's thread.</summary>
    protected override void AfterAll()
    {
        Time.Dispose();
        base.AfterAll();
    }
}

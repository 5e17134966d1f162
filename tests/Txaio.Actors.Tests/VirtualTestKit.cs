using Akka.Configuration;
using Txaio.Actors.TestKit;
using Xunit.Abstractions;

namespace Txaio.Actors.Tests;

/// <summary>
/// The base class of tests in virtual time: it stands still until the test moves it with <see cref="Time"/>. Loops,
/// timers and actors with the dispatcher <c>virtual-dispatcher</c> run on the test's thread while it does. So move
/// the time first, and expect afterwards: ExpectMsg and EventFilter wait in real time, in which nothing happens.
/// </summary>
public abstract class VirtualTestKit : TxaioTestKit
{
    /// <summary>The id of the dispatcher whose actors run on the test's thread.</summary>
    protected const string VirtualDispatcherId = VirtualTime.DispatcherId;

    // Many tests are about calls that never run.
    private static readonly Config Variant =
        ConfigurationFactory.ParseString(
        """txaio.testkit { pending-at-end = off, start = "1970-01-01T00:00:00Z" }""").WithFallback(VirtualTime.Config);

    /// <summary>Starts the test's actor system, at the Unix epoch.</summary>
    /// <param name="config">HOCON of this test, which wins over the defaults.</param>
    /// <param name="output">Where the system's log goes as well.</param>
    protected VirtualTestKit(string? config = null, ITestOutputHelper? output = null)
        : base(config, Variant, output) =>
        Time = VirtualTime.Of(Sys);

    /// <summary>The time of the test's actor system.</summary>
    protected VirtualTime Time { get; }

    /// <summary>Entries of the scheduler, of which a loop or batched timer has one for many calls.</summary>
    private protected int SchedulerEntries => ((VirtualScheduler)Sys.Scheduler).EntryCount;

    /// <summary>Ends the actor system, with the actors on virtual dispatchers stopping on this thread.</summary>
    protected override void AfterAll()
    {
        Time.Dispose();
        base.AfterAll();
    }
}

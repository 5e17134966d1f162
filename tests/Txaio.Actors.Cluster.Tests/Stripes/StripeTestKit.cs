using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Cluster.Stripes;
using Txaio.Actors.TestKit;
using Wire = Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>
/// The base class of tests with stripes in virtual time, which starts on a full second. The journal is in memory,
/// unless the test configures another.
/// </summary>
public abstract class StripeTestKit : Akka.TestKit.Xunit2.TestKit
{
    private const string Defaults =
        """
        txaio.testkit { pending-at-end = off, start = "2026-01-01T00:00:00Z" }
        akka {
          loglevel = INFO
          stdout-loglevel = WARNING
          log-dead-letters = off
          actor.serialize-messages = on
          test.single-expect-default = 10s
          test.filter-leeway = 10s
          persistence.journal.plugin = "akka.persistence.journal.inmem"
          persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        }
        """;

    private protected StripeTestKit(string config = "")
        : base(ConfigurationFactory.ParseString(config)
            .WithFallback(ConfigurationFactory.ParseString(Defaults))
            .WithFallback(VirtualTime.Config)
            .WithFallback(TestSettings.Reference)) => Time = VirtualTime.Of(Sys);

    private protected VirtualTime Time { get; }

    /// <summary>The time of day in milliseconds since 1970.</summary>
    private protected long NowMs => Time.Now.ToUnixTimeMilliseconds();

    private protected static StripeSettings Settings => TestSettings.Stripe;

    private protected IActorRef StartStripe(StripeSettings? settings = null) =>
        Sys.ActorOf(StripeActor.Props(settings ?? Settings, 0));

    /// <summary>Stops a stripe, as a move or the end of a node does.</summary>
    private protected void Stop(IActorRef stripe)
    {
        Watch(stripe);
        Sys.Stop(stripe);
        Time.RunUntilIdle();
        ExpectTerminated(stripe);
    }

    private protected T Ask<T>(IActorRef stripe, object message) => Time.WaitFor(stripe.Ask<T>(message));

    private protected StripeBatchStored Store(
        IActorRef stripe, string client, long number, params Wire.Change[] changes) =>
        Ask<StripeBatchStored>(stripe, new StripeBatch(0, client, number, changes));

    private protected StripeState StateOf(IActorRef stripe) => Ask<StripeState>(stripe, new GetStripeState(0));

    private protected FoundCall Find(IActorRef stripe, string key) => Ask<FoundCall>(stripe, new FindCall(0, key));

    private protected Wire.Change Schedule(string key, long delay, IActorRef? target = null, object? message = null) =>
        new()
        {
            Schedule = new Wire.Schedule
            {
                Key = key,
                Delay = delay,
                Target = new Wire.Target { Actor = PathOf(target ?? TestActor) },
                Message = new CallPayload((ExtendedActorSystem)Sys).Write(message ?? "message"),
            },
        };

    private protected Wire.Change ScheduleAt(string key, long due, IActorRef? target = null)
    {
        var change = Schedule(key, 0, target);
        change.Schedule.Due = due;
        return change;
    }

    private protected static Wire.Change Cancel(string key) => new() { Cancel = key };

    private protected static string PathOf(IActorRef actor) =>
        Akka.Serialization.Serialization.SerializedActorPath(actor);

    /// <summary>Ends the actor system. Actors on virtual dispatchers stop on the test's thread.</summary>
    protected override void AfterAll()
    {
        Time.Dispose();
        base.AfterAll();
    }
}

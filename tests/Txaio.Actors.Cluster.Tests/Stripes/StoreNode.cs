using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Cluster.Stripes;
using Txaio.Actors.TestKit;
using Wire = Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>
/// An actor system on an SQLite file, with a virtual time of its own: one of several nodes that share the file.
/// </summary>
internal sealed class StoreNode : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly DateTime Midnight = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <param name="file">The store.</param>
    /// <param name="ahead">How far the clock of this node is ahead of those of the others.</param>
    public StoreNode(SqliteFile file, TimeSpan ahead = default)
    {
        var config = ConfigurationFactory.ParseString(
            $$"""
            akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = [], log-dead-letters = off }
            txaio.testkit { pending-at-end = off, start = "{{Midnight + ahead:O}}" }
            {{HeldJournal.Config}}
            {{file.Config}}
            """);
        Time = VirtualTime.Create(config.WithFallback(TestSettings.Reference), "node");
        Target = Time.System.ActorOf(Props.Create(() => new Receiver(this)), "target");
        Journal = Persistence.Instance.Apply(Time.System).JournalFor(HeldJournal.Id);
    }

    /// <summary>The settings of the stripes: snapshots after some events.</summary>
    public static StripeSettings Settings { get; } =
        TestSettings.Stripe with { JournalPluginId = HeldJournal.Id, SnapshotAfter = 100 };

    public VirtualTime Time { get; }

    /// <summary>The <see cref="HeldJournal"/>.</summary>
    public IActorRef Journal { get; }

    /// <summary>Replies to each delivery. It has the same path on all nodes.</summary>
    public IActorRef Target { get; }

    /// <summary>What the target got, and when.</summary>
    public List<(DurableCallDue Due, DateTimeOffset At)> Deliveries { get; } = [];

    public IActorRef StartStripe(StripeSettings? settings = null) =>
        Time.System.ActorOf(StripeActor.Props(settings ?? Settings, 0));

    // The store writes in real time, and the machine may be busy.
    public T Ask<T>(IActorRef to, object message) => Time.WaitFor(to.Ask<T>(message), Patience);

    public StripeBatchStored Store(IActorRef stripe, string client, long number, params Wire.Change[] changes) =>
        Ask<StripeBatchStored>(stripe, new StripeBatch(0, client, number, changes));

    public long Pending(IActorRef stripe) => Ask<StripeState>(stripe, new GetStripeState(0)).Pending;

    public Wire.StoredCall? Find(IActorRef stripe, string key) => Ask<FoundCall>(stripe, new FindCall(0, key)).Call;

    /// <summary>Stops a stripe, as a move does.</summary>
    public void Stop(IActorRef stripe)
    {
        var stopped = stripe.WatchAsync();
        Time.System.Stop(stripe);
        Time.WaitFor(stopped);
    }

    /// <summary>
    /// Lets time pass in steps. After each step the write of the stripe ends: it takes real time, of which the virtual
    /// time of a whole period would be too long.
    /// </summary>
    public void Pass(IActorRef stripe, TimeSpan time, int stepSeconds = 10)
    {
        for (var end = Time.Elapsed + time; Time.Elapsed < end;)
        {
            Time.Advance(TimeSpan.FromSeconds(stepSeconds));
            // The reply to a look-up waits for the write.
            Find(stripe, "none");
        }
    }

    /// <summary>A call to the target.</summary>
    public Wire.Change Schedule(string key, TimeSpan delay) => new()
    {
        Schedule = new Wire.Schedule
        {
            Key = key,
            Delay = (long)delay.TotalMilliseconds,
            Target = new Wire.Target { Actor = Akka.Serialization.Serialization.SerializedActorPath(Target) },
            Message = new CallPayload((ExtendedActorSystem)Time.System).Write(key),
        },
    };

    public void Dispose() => Time.Dispose();

    private sealed class Receiver : ReceiveActor
    {
        public Receiver(StoreNode node) => Receive<DurableCallDue>(due =>
        {
            node.Deliveries.Add((due, Context.System.Scheduler.Now));
            Sender.Tell(due.Done());
        });
    }
}

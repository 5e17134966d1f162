using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Txaio.Actors.DurablePeers.Node;

namespace Txaio.Actors.DurablePeers.Peers;

/// <summary>One call as a persistent entity: two events and a timer.</summary>
internal sealed class ReminderActor : ReceivePersistentActor, IWithTimers
{
    private Scheduled? _pending;

    public ReminderActor()
    {
        Recover<Scheduled>(scheduled => _pending = scheduled);
        Recover<Ended>(_ => _pending = null);
        Recover<RecoveryCompleted>(_ => StartTimer());
        Command<Schedule>(call => Persist(
            new Scheduled { Due = call.Due.ToUnixTimeMilliseconds(), Text = call.Text },
            scheduled =>
            {
                _pending = scheduled;
                StartTimer();
                Sender.Tell(true);
            }));
        Command<Cancel>(_ => End(found => Sender.Tell(found)));
        Command<Fire>(_ =>
        {
            // Akka's scheduler rounds to its ticks, and the clock of the machine is another one.
            if (_pending is { } call && DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() < call.Due)
            {
                StartTimer();
                return;
            }

            if (_pending is { } due)
                Deliveries.Take(int.Parse(Self.Path.Name, CultureInfo.InvariantCulture), due.Text);
            End(static _ => { });
        });
        Command<PoisonPill>(_ => Context.Stop(Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public override string PersistenceId { get; } = $"reminder-{Context.Self.Path.Name}";

    // There are no snapshots, so none is looked for.
    public override Recovery Recovery { get; } = new(SnapshotSelectionCriteria.None);

    private void StartTimer()
    {
        if (_pending is not { } call)
            return;
        var delay = DateTimeOffset.FromUnixTimeMilliseconds(call.Due) - DateTimeOffset.UtcNow;
        Timers.StartSingleTimer(nameof(Fire), Fire.Instance, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
    }

    private void End(Action<bool> then)
    {
        if (_pending is null)
        {
            then(false);
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
            return;
        }

        Persist(new Ended { Done = true }, _ =>
        {
            _pending = null;
            Timers.Cancel(nameof(Fire));
            then(true);
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        });
    }

    internal sealed class Extractor() : HashCodeMessageExtractor(32)
    {
        public override string EntityId(object message) => message switch
        {
            Schedule call => call.Key.ToString(CultureInfo.InvariantCulture),
            Cancel cancel => cancel.Key.ToString(CultureInfo.InvariantCulture),
            _ => null!,
        };
    }

    internal sealed record Schedule(int Key, DateTimeOffset Due, string Text);

    internal sealed record Cancel(int Key);

    private sealed class Fire
    {
        public static Fire Instance { get; } = new();
    }

    internal sealed class Scheduled
    {
        public long Due { get; set; }

        public string Text { get; set; } = "";
    }

    internal sealed class Ended
    {
        public bool Done { get; set; }
    }
}

using Akka.Actor;
using Txaio.Actors.Cluster.Serialization.Wire;
using StripeRecord = Txaio.Actors.Cluster.Serialization.StripeRecord;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// The event that is being made or written, with its effect on the calls, which happens at once. If the write fails the
/// stripe throws its calls away. A key stands at most once in the event, with the last effect.
/// </summary>
internal sealed class StripeWrite(StripeCalls calls, StripeSettings settings)
{
    private readonly Dictionary<string, PackedCall?> _effects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _done = new(StringComparer.Ordinal);
    private readonly List<(WaitingBatch Waiting, ClientBatch Stored)> _batches = [];
    private readonly List<(IActorRef To, string Key)> _lookups = [];
    private int _changes;
    private int _bytes;

    /// <summary>How many calls the event marks as done.</summary>
    public int DoneCount => _done.Count;

    /// <summary>How many keys the event has.</summary>
    public int Count => _effects.Count + _done.Count;

    /// <summary>The batches of the event, as the stripe keeps them.</summary>
    public IReadOnlyList<(WaitingBatch Waiting, ClientBatch Stored)> Batches => _batches;

    /// <summary>The look-ups to which the stripe replies after the write, because they see its effect.</summary>
    public IReadOnlyList<(IActorRef To, string Key)> Lookups => _lookups;

    /// <summary>The keys of the calls that the event stores.</summary>
    public IEnumerable<string> ScheduledKeys =>
        _effects.Where(static effect => effect.Value is not null).Select(static effect => effect.Key);

    /// <summary>Whether a batch still belongs in this event. The first one does in any case.</summary>
    public bool HasRoomFor(WaitingBatch batch) => _batches.Count == 0
        || (_changes + batch.Batch.Changes.Count <= settings.MaxChanges
            && _bytes + batch.Bytes <= settings.MaxEventBytes);

    /// <summary>Marks a call as done, if the key still has the call.</summary>
    public void Done(string key, long due)
    {
        if (calls.Remove(key, due))
            _done[key] = due;
    }

    /// <summary>Adds the changes of a batch.</summary>
    public void Add(WaitingBatch waiting)
    {
        var changes = waiting.Batch.Changes;
        var found = new bool[changes.Count];
        for (var i = 0; i < found.Length; i++)
            found[i] = Apply(changes[i], waiting.At);
        _changes += found.Length;
        _bytes += waiting.Bytes;
        _batches.Add((waiting, new ClientBatch
        {
            Client = waiting.Batch.Client,
            Number = waiting.Batch.Number,
            Found = StoredBatches.Packed(found),
            At = waiting.At,
        }));
    }

    /// <summary>Adds a look-up that sees the effect of this event.</summary>
    public void Add(IActorRef to, string key) => _lookups.Add((to, key));

    /// <summary>The event.</summary>
    public StripeRecord ToEvent() => StripeRecord.Of(
        _effects.Values.Where(static call => call is not null).Select(static call => call!.Value),
        _batches.Select(static batch => batch.Stored),
        _effects.Where(static effect => effect.Value is null).Select(static effect => effect.Key),
        _done.Where(done => !_effects.ContainsKey(done.Key))
            .Select(static done => new DurableCallDone { Key = done.Key, Due = done.Value }));

    private bool Apply(Change change, long at)
    {
        if (change.KindCase == Change.KindOneofCase.Cancel)
        {
            var found = calls.Remove(change.Cancel);
            if (found)
                _effects[change.Cancel] = null;
            return found;
        }

        var schedule = change.Schedule;
        var call = PackedCall.Of(
            schedule.Key, DueTime.Of(schedule, at, settings), schedule.Target, schedule.Message);
        _effects[schedule.Key] = call;
        return calls.Put(schedule.Key, call);
    }
}

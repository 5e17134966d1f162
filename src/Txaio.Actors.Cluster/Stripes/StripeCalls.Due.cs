using System.Runtime.InteropServices;
using System.Text;

namespace Txaio.Actors.Cluster.Stripes;

/// <content>The due index: a list of slots for each due time, and the due times in order.</content>
internal sealed partial class StripeCalls
{
    private const int Unarmed = -2;

    private readonly Dictionary<long, Bucket> _buckets = [];
    private readonly SortedSet<long> _dues = [];

    /// <summary>The earliest due time of an armed call; null if no call is armed.</summary>
    public long? NextDue => _dues.Count > 0 ? _dues.Min : null;

    /// <summary>Arms the call of a key, if the key has one: it can fall due from now on.</summary>
    public void Arm(string key)
    {
        if (!Find(key, out var number, out _))
            return;
        ref var slot = ref At(number);
        if (slot.Before != Unarmed)
            return;
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, slot.Due, out var exists);
        if (!exists)
        {
            _dues.Add(slot.Due);
            bucket = new Bucket { First = number, Last = None };
        }
        else
        {
            At(bucket.Last).After = number;
        }

        (slot.Before, slot.After) = (bucket.Last, None);
        bucket.Last = number;
    }

    /// <summary>Disarms the call of a key, if the key has one: it does not fall due.</summary>
    /// <returns>Whether the key has a call.</returns>
    public bool Disarm(string key)
    {
        if (!Find(key, out var number, out _))
            return false;
        Unlink(number);
        return true;
    }

    /// <summary>
    /// Disarms and returns the first armed call that is due at <paramref name="now"/>: in the order of due times, then
    /// in the order of arming.
    /// </summary>
    /// <returns>False if no armed call is due.</returns>
    public bool TryTakeDue(long now, out string key, out long due)
    {
        (key, due) = ("", 0);
        if (NextDue is not { } first || first > now)
            return false;
        due = first;
        var number = _buckets[first].First;
        key = Encoding.UTF8.GetString(PackedCall.KeyOf(At(number).Bytes!));
        Unlink(number);
        return true;
    }

    private void Unlink(int number)
    {
        ref var slot = ref At(number);
        if (slot.Before == Unarmed)
            return;
        ref var bucket = ref CollectionsMarshal.GetValueRefOrNullRef(_buckets, slot.Due);
        if (slot.Before == None)
            bucket.First = slot.After;
        else
            At(slot.Before).After = slot.After;
        if (slot.After == None)
            bucket.Last = slot.Before;
        else
            At(slot.After).Before = slot.Before;
        slot.Before = Unarmed;
        if (bucket.First != None)
            return;
        _buckets.Remove(slot.Due);
        _dues.Remove(slot.Due);
    }

    private struct Bucket
    {
        public int First;
        public int Last;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// The pending calls of a stripe, found by key and by due time. A call is in the key index from its
/// <see cref="Put"/> to its removal. It is in the due index only while it is armed: a call whose write has not
/// succeeded, a call that a waiting batch changes, and a call that is being delivered are not. Not thread-safe.
/// </summary>
/// <remarks>
/// The slots of calls lie in pages, so that growth copies nothing. Both indexes are chains of slot numbers: a call
/// takes 44 to 48 bytes and its array, and no operation's cost grows with the number of calls. See
/// <see cref="PackedCall"/>.
/// </remarks>
internal sealed partial class StripeCalls
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;
    private const int MaxForms = 1_000;
    private const int None = -1;

    private readonly List<Slot[]> _pages = [];
    private readonly Dictionary<CallForm, CallForm> _forms = [];
    private int[] _heads = NewHeads(64);
    private int _used;
    private int _free = None;

    /// <summary>The number of calls.</summary>
    public int Count { get; private set; }

    /// <summary>Puts a call in, not armed. A call of the same key is replaced.</summary>
    /// <returns>Whether a call was replaced.</returns>
    public bool Put(string key, PackedCall call)
    {
        var found = Find(key, out var number, out var hash);
        if (found)
            Unlink(number);
        else
            number = NewSlot(hash);
        ref var slot = ref At(number);
        slot.Bytes = call.Bytes;
        slot.Form = Interned(call.Form);
        slot.Due = call.Due;
        return found;
    }

    /// <summary>Puts a stored call in, and arms it.</summary>
    public void Restore(PackedCall call)
    {
        var key = Encoding.UTF8.GetString(PackedCall.KeyOf(call.Bytes));
        Put(key, call);
        Arm(key);
    }

    /// <summary>Removes the call of a key.</summary>
    /// <returns>Whether the key had a call.</returns>
    public bool Remove(string key) => Remove(key, static _ => true);

    /// <summary>Removes the call of a key if it has this due time.</summary>
    /// <returns>Whether the key had such a call.</returns>
    public bool Remove(string key, long due) => Remove(key, found => found == due);

    /// <summary>Whether the key has a call with this due time.</summary>
    public bool HasDue(string key, long due) => Find(key, out var number, out _) && At(number).Due == due;

    /// <summary>The call of a key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out StoredCall? call)
    {
        call = Find(key, out var number, out _) ? CallOf(number).Unpack() : null;
        return call is not null;
    }

    /// <summary>All calls: first those that are not armed, then in the order of their due times.</summary>
    public IEnumerable<PackedCall> All()
    {
        for (var number = 0; number < _used; number++)
        {
            if (At(number) is { Bytes: not null, Before: Unarmed })
                yield return CallOf(number);
        }

        foreach (var due in _dues)
        {
            for (var number = _buckets[due].First; number != None; number = At(number).After)
                yield return CallOf(number);
        }
    }

    private static int[] NewHeads(int length)
    {
        var heads = new int[length];
        Array.Fill(heads, None);
        return heads;
    }

    private bool Remove(string key, Func<long, bool> matches)
    {
        if (!Find(key, out var number, out var hash) || !matches(At(number).Due))
            return false;
        Unlink(number);
        ref var link = ref _heads[hash & (_heads.Length - 1)];
        while (link != number)
            link = ref At(link).Next;
        ref var slot = ref At(number);
        link = slot.Next;
        slot = new Slot { Next = _free, Before = Unarmed };
        _free = number;
        Count--;
        return true;
    }

    private bool Find(string key, out int number, out int hash)
    {
        // Randomized for each process: no client can choose keys that fall into one chain.
        hash = StringComparer.Ordinal.GetHashCode(key);
        Span<byte> utf8 = stackalloc byte[key.Length <= CallLimits.Key ? key.Length * 3 : 0];
        if (!Encoding.UTF8.TryGetBytes(key, utf8, out var length))
            throw new ArgumentException($"A key of {key.Length} characters.", nameof(key));
        number = _heads[hash & (_heads.Length - 1)];
        while (number != None)
        {
            ref var slot = ref At(number);
            if (slot.Hash == hash && PackedCall.KeyOf(slot.Bytes!).SequenceEqual(utf8[..length]))
                return true;
            number = slot.Next;
        }

        return false;
    }

    private int NewSlot(int hash)
    {
        if (Count == _heads.Length)
            Rehash();
        var number = _free;
        if (number != None)
        {
            _free = At(number).Next;
        }
        else
        {
            number = _used++;
            if (number >> PageBits == _pages.Count)
                _pages.Add(new Slot[PageSize]);
        }

        ref var head = ref _heads[hash & (_heads.Length - 1)];
        At(number) = new Slot { Hash = hash, Next = head, Before = Unarmed };
        head = number;
        Count++;
        return number;
    }

    private void Rehash()
    {
        _heads = NewHeads(_heads.Length * 2);
        for (var number = 0; number < _used; number++)
        {
            ref var slot = ref At(number);
            if (slot.Bytes is null)
                continue;
            ref var head = ref _heads[slot.Hash & (_heads.Length - 1)];
            slot.Next = head;
            head = number;
        }
    }

    // Forms that no call has any more would stay, so a full table starts anew.
    private CallForm Interned(CallForm form)
    {
        if (_forms.TryGetValue(form, out var known))
            return known;
        if (_forms.Count == MaxForms)
            _forms.Clear();
        _forms.Add(form, form);
        return form;
    }

    private PackedCall CallOf(int number)
    {
        ref var slot = ref At(number);
        return new PackedCall(slot.Bytes!, slot.Form!, slot.Due);
    }

    private ref Slot At(int number) => ref _pages[number >> PageBits][number & (PageSize - 1)];

    private struct Slot
    {
        public byte[]? Bytes;
        public CallForm? Form;
        public long Due;
        public int Hash;

        /// <summary>The next slot with the same head, or the next free slot.</summary>
        public int Next;

        /// <summary>The neighbours in the bucket.</summary>
        public int Before;
        public int After;
    }
}

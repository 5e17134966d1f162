using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// The last stored batch of each client. A copy of it gets the same reply again, and an older copy is ignored, so no
/// late copy brings a cancelled call back. Not thread-safe.
/// </summary>
internal sealed class StoredBatches(StripeSettings settings)
{
    private readonly Dictionary<string, ClientBatch> _last = new(StringComparer.Ordinal);

    /// <summary>All batches.</summary>
    public IReadOnlyCollection<ClientBatch> All => _last.Values;

    /// <summary>The last stored batch of a client; null if none is known.</summary>
    public ClientBatch? LastOf(string client) => _last.GetValueOrDefault(client);

    /// <summary>Keeps the batch as the client's last one.</summary>
    public void Keep(ClientBatch batch) => _last[batch.Client] = batch;

    /// <summary>
    /// Whether a batch of this client can be kept beside those of as many clients as wait for the store. Forgets silent
    /// clients when there are too many; a client that spoke lately is never forgotten.
    /// </summary>
    public bool HasRoomFor(string client, int waiting, long now)
    {
        if (_last.ContainsKey(client) || _last.Count + waiting < settings.MaxClients)
            return true;
        ForgetSilent(now);
        return _last.Count + waiting < settings.MaxClients;
    }

    /// <summary>Forgets the clients that were silent for too long.</summary>
    public void ForgetSilent(long now)
    {
        var first = now - (long)settings.ClientMemory.TotalMilliseconds;
        foreach (var (client, batch) in _last)
        {
            if (batch.At < first)
                _last.Remove(client);
        }
    }

    /// <summary>Packs whether the keys of a batch had calls.</summary>
    public static ByteString Packed(IReadOnlyList<bool> found)
    {
        var bytes = new byte[(found.Count + 7) / 8];
        for (var i = 0; i < found.Count; i++)
        {
            if (found[i])
                bytes[i / 8] |= (byte)(1 << (i % 8));
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>
    /// The results of a batch that was stored: the due times follow from the changes and the time at which the stripe
    /// got them.
    /// </summary>
    public static long[] Results(IReadOnlyList<Change> changes, ClientBatch stored, StripeSettings settings)
    {
        var results = new long[changes.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = changes[i].KindCase == Change.KindOneofCase.Schedule
                ? DueTime.Of(changes[i].Schedule, stored.At, settings)
                : Bit(stored.Found.Span, i);
        }

        return results;
    }

    private static long Bit(ReadOnlySpan<byte> bits, int i) => i / 8 < bits.Length ? (bits[i / 8] >> (i % 8)) & 1 : 0;
}

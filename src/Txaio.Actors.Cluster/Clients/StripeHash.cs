using System.Text;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>
/// Chooses the stripe of a key. It is part of the stored data: all nodes and all versions must choose the same stripe.
/// </summary>
internal static class StripeHash
{
    /// <summary>The stripe of a key.</summary>
    /// <param name="key">The key, valid Unicode.</param>
    /// <param name="stripes">The number of stripes.</param>
    public static int StripeOf(string key, int stripes)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        return (int)(Hash(bytes[..Encoding.UTF8.GetBytes(key, bytes)]) % (ulong)stripes);
    }

    /// <summary>FNV-1a of 64 bits, then the last step of MurmurHash3.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14_695_981_039_346_656_037;
        foreach (var b in bytes)
            hash = (hash ^ b) * 1_099_511_628_211;
        // The low bits of FNV-1a depend on the low bits of each byte only, and stripes are often a power of 2.
        hash = (hash ^ (hash >> 33)) * 0xff51_afd7_ed55_8ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ce_b9fe_1a85_ec53;
        return hash ^ (hash >> 33);
    }
}

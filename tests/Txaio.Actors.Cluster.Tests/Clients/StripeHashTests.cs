using System.Text;
using Txaio.Actors.Cluster.Clients;

namespace Txaio.Actors.Cluster.Tests.Clients;

public sealed class StripeHashTests
{
    // Computed by another program. Stored calls depend on these values: they never change.
    [Theory]
    [InlineData("", 0xefd01f60ba992926)]
    [InlineData("a", 0x82a2a958a9bece5b)]
    [InlineData("order-4711", 0x140f65d68b879ec1)]
    [InlineData("ключ", 0x590520d718275ed5)]
    [InlineData("日本語", 0xe11518acc326d0e8)]
    [InlineData("😀", 0xda89b0991f06f386)]
    public void Hash_of_known_text_never_changes(string text, ulong expected) =>
        Assert.Equal(expected, StripeHash.Hash(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("order-4711", 16, 1)]
    [InlineData("日本語", 10, 0)]
    [InlineData("a", 1, 0)]
    public void StripeOf_is_the_hash_modulo_the_stripes(string key, int stripes, int expected) =>
        Assert.Equal(expected, StripeHash.StripeOf(key, stripes));

    [Theory]
    [InlineData(16)]
    [InlineData(10)]
    [InlineData(4096)]
    public void StripeOf_spreads_similar_keys(int stripes)
    {
        var counts = new int[stripes];
        for (var i = 0; i < stripes * 200; i++)
            counts[StripeHash.StripeOf($"order-{i:X8}", stripes)]++;
        // The standard deviation is 14: seven of them on both sides.
        Assert.InRange(counts.Min(), 100, 200);
        Assert.InRange(counts.Max(), 200, 300);
    }
}

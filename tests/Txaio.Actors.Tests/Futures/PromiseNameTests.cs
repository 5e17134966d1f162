using System.Buffers.Text;
using System.Collections.Concurrent;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Futures;

/// <summary>The random names of promises, whose bits are drawn for many names at once.</summary>
public sealed class PromiseNameTests
{
    [Fact]
    public async Task No_two_names_are_alike_on_any_thread()
    {
        const int Many = 4;
        const int Each = 1000;
        var names = new ConcurrentDictionary<string, bool>();

        await Threads.Run(Many, _ =>
        {
            for (var i = 0; i < Each; i++)
                Assert.True(names.TryAdd(PromiseName.Next(), true));
        });

        Assert.Equal(Many * Each, names.Count);
    }

    /// <summary>Each bit is set in half of the names. A bit that was not drawn would always be zero.</summary>
    [Fact]
    public void Each_of_128_bits_is_drawn()
    {
        const int Names = 2000;
        var set = new int[128];
        for (var i = 0; i < Names; i++)
        {
            var bits = Base64Url.DecodeFromChars(PromiseName.Next());
            Assert.Equal(16, bits.Length);
            for (var bit = 0; bit < set.Length; bit++)
                set[bit] += (bits[bit / 8] >> (bit % 8)) & 1;
        }

        // The bound is ten standard deviations.
        Assert.All(set, count => Assert.InRange(count, (Names / 2) - 224, (Names / 2) + 224));
    }
}

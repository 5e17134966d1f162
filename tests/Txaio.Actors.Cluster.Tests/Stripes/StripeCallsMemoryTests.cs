using Txaio.Actors.Cluster.Stripes;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>Alone in the process: the memory of other tests must not be counted.</summary>
[CollectionDefinition(nameof(StripeCallsMemoryTests), DisableParallelization = true)]
[Collection(nameof(StripeCallsMemoryTests))]
public sealed class StripeCallsMemoryTests
{
    [Fact]
    public void Pending_call_takes_at_most_200_bytes_with_its_key_and_32_bytes_of_message()
    {
        var calls = new StripeCalls();
        const int Count = 100_000;

        // The first call makes what all calls share.
        Put(calls, "first", 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Count; i++)
            Put(calls, $"key-{i:D12}", 1_000 * (1 + (i % 3_600)));

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        GC.KeepAlive(calls);
        Assert.InRange(bytes, 50, 200);
    }

    private static void Put(StripeCalls calls, string key, long due)
    {
        calls.Put(TestCalls.Call(key, due));
        calls.Arm(key);
    }
}

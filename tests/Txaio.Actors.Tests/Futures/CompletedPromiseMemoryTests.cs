namespace Txaio.Actors.Tests.Futures;

/// <summary>The memory of completed promises. No other test runs at the same time.</summary>
[Collection(nameof(CompletedPromiseMemoryTests))]
[CollectionDefinition(nameof(CompletedPromiseMemoryTests), DisableParallelization = true)]
public sealed class CompletedPromiseMemoryTests() : FuturesTestKit("txaio.futures.keep-completed-limit = 0")
{
    private const int Promises = 20_000;

    [Fact]
    public void Kept_promise_takes_some_500_bytes_and_gives_them_back() => Memory.Compare(() =>
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Promises; i++)
        {
            var future = Tx.CreateFuture<int>();
            _ = future.Ref.Path;
            future.Resolve(i);
        }

        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Promises, 300, 600);
        Time.Advance(Second * 31);
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Promises, long.MinValue, 100);
    });
}

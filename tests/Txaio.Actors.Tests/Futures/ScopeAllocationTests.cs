namespace Txaio.Actors.Tests.Futures;

/// <summary>Code outside of cancel scopes allocates nothing for scopes, also when the process has used some.</summary>
public sealed class ScopeAllocationTests : FuturesTestKit
{
    private const int Calls = 1000;

    // A Future<int> on 64 bits, as before there were scopes.
    private const int OneFuture = 64;

    private readonly Future<int> _pending;

    public ScopeAllocationTests()
    {
        _pending = Tx.CreateFuture<int>();
        Assert.True(Tx.AsFuture(async () => await Task.CompletedTask).IsCalled);
    }

    [Fact]
    public void AsFuture_of_a_value_allocates_the_future() =>
        Assert.Equal(OneFuture, AllocatedBy(() => Tx.AsFuture(static () => 42)));

    [Fact]
    public void CreateFuture_allocates_the_future()
    {
        Assert.Equal(OneFuture, AllocatedBy(() => Tx.CreateFuture<int>()));
        Assert.Equal(OneFuture, AllocatedBy(() => Tx.CreateFuture<int>(static _ => { })));
    }

    [Fact]
    public void Await_of_a_pending_future_allocates_nothing_before_it_waits() =>
        Assert.Equal(0, AllocatedBy(() => Assert.False(_pending.GetAwaiter().IsCompleted)));

    private static long AllocatedBy(Action call)
    {
        for (var i = 0; i < Calls; i++)
            call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
            call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}

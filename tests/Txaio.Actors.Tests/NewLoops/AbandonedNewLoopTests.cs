using Akka.Actor;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.NewLoops;

/// <summary>Loops whose callback does not return within the shutdown timeout. The threads are real.</summary>
public sealed class AbandonedNewLoopTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system = TestSystem.Start("txaio.shutdown-timeout = 200ms");
    private readonly PublishedEvents _published;
    private readonly ITxaio _api;

    public AbandonedNewLoopTests()
    {
        _published = PublishedEvents.Of(_system);
        _api = _system.Txaio();
    }

    [Fact]
    public async Task Blocked_callback_is_given_up_and_keeps_the_name_until_it_returns()
    {
        using var release = new ManualResetEventSlim();
        var loop = _api.NewLoop("x");
        var blocked = new TaskCompletionSource();
        var after = new TaskCompletionSource<EventLoop?>();
        var future = _api.WithConfig(loop).CreateFuture<int>().AsTask();
        loop.CallSoon(() =>
        {
            blocked.SetResult();
            release.Wait(Guard);
        });
        loop.CallSoon(() => after.SetResult(EventLoop.Current));
        await blocked.Task.WaitAsync(Guard);

        await loop.DisposeAsync().AsTask().WaitAsync(Guard);

        await Assert.ThrowsAsync<LoopTerminatedException>(() => future.WaitAsync(Guard));
        Assert.Null(await after.Task.WaitAsync(Guard));
        Assert.Equal(
            "Loop 'x' did not close within txaio.shutdown-timeout: a callback still runs and is abandoned",
            Assert.Single(_published.Warnings));
        Assert.Empty(TxaioExtension.Get(_system).GetStoppedParts());
        Assert.DoesNotContain(loop, TxaioExtension.Get(_system).Loops);
        Assert.Equal(
            "Loop 'x' is closing: its name is free when the callback that runs on it has returned.",
            Assert.Throws<InvalidActorNameException>(() => _api.NewLoop("x")).Message);
        await _api.NewLoop("y").DisposeAsync().AsTask().WaitAsync(Guard);

        release.Set();
        await loop.Ref.WatchAsync();
        await NameIsFree("x");
    }

    [Fact]
    public async Task Blocking_wait_on_the_loop_itself_ends_after_the_shutdown_timeout()
    {
        var loop = _api.NewLoop("x");
        var waited = new TaskCompletionSource<bool>();

        loop.CallSoon(() => waited.SetResult(loop.DisposeAsync().AsTask().Wait(Guard)));

        Assert.True(await waited.Task.WaitAsync(Guard));
        Assert.Contains("did not close within txaio.shutdown-timeout", Assert.Single(_published.Warnings));
    }

    public void Dispose() => Assert.True(_system.Terminate().Wait(Guard));

    // Waits until the name is free. The loops' parent may handle the end of a loop's actor after other watchers.
    private async Task NameIsFree(string name)
    {
        await using var loop = await Task.Run(async () =>
        {
            while (true)
            {
                try
                {
                    return _api.NewLoop(name);
                }
                catch (InvalidActorNameException)
                {
                    await Task.Yield();
                }
            }
        }).WaitAsync(Guard);
    }
}

using Akka.Actor;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// A loop closes without a callback that does not return within txaio.shutdown-timeout: futures and delays end.
/// </summary>
public sealed class AbandonedLoopTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private readonly ActorSystem _system = TestSystem.Start("txaio.shutdown-timeout = 100ms");
    private readonly PublishedEvents _published;
    private readonly ITxaio _api;

    public AbandonedLoopTests()
    {
        _published = PublishedEvents.Of(_system);
        _api = _system.Txaio();
    }

    [Fact]
    public async Task Blocked_callback_is_given_up_after_the_shutdown_timeout()
    {
        using var release = new ManualResetEventSlim();
        var blocked = new TaskCompletionSource();
        var after = new TaskCompletionSource<EventLoop?>();
        var future = _api.CreateFuture<int>().AsTask();
        var delay = Task.Delay(TimeSpan.FromHours(1), _api.Loop.TimeProvider);
        _api.Loop.CallSoon(() =>
        {
            blocked.SetResult();
            release.Wait(Guard);
        });
        _api.Loop.CallSoon(() => after.SetResult(EventLoop.Current));
        await blocked.Task.WaitAsync(Guard);
        // The guardian stops this actor after the library's termination hook has replied to the guardian.
        var guardianStops = new TaskCompletionSource();
        ((ExtendedActorSystem)_system).SystemActorOf(Props.Create(() => new Last(guardianStops)), "last");

        var ended = _system.Terminate();

        await Assert.ThrowsAsync<LoopTerminatedException>(() => future.WaitAsync(Guard));
        await delay.WaitAsync(Guard);
        await guardianStops.Task.WaitAsync(Guard);
        // The callbacks behind the blocked callback run on the thread pool.
        Assert.Null(await after.Task.WaitAsync(Guard));
        Assert.Throws<LoopTerminatedException>(() => _api.Loop.CallSoon(() => { }));
        Assert.Equal(
            "Loop 'default' did not close within txaio.shutdown-timeout: a callback still runs and is abandoned",
            Assert.Single(_published.Warnings));
        // Akka's dispatcher still waits for the blocked thread.
        Assert.False(ended.IsCompleted);
        release.Set();
        await ended.WaitAsync(Guard);
    }

    [Fact]
    public async Task Abandoned_loop_runs_its_queue_on_the_thread_pool()
    {
        var ran = new List<Task<EventLoop?>>();
        var future = _api.CreateFuture<int>().AsTask();
        _api.Loop.CallSoon(() =>
        {
            // The wait ends when the library abandons the loop; the calls below are posted after that.
            Assert.ThrowsAny<Exception>(() => future.Wait(Guard));
            for (var i = 0; i < 100; i++)
            {
                var source = new TaskCompletionSource<EventLoop?>();
                ran.Add(source.Task);
                _api.Loop.SynchronizationContext.Post(_ => source.SetResult(EventLoop.Current), null);
            }
        });

        await _system.Terminate().WaitAsync(Guard);

        Assert.All(await Task.WhenAll(ran).WaitAsync(Guard), Assert.Null);
        Assert.Equal(100, ran.Count);
    }

    [Fact]
    public async Task Callbacks_without_end_are_given_up_and_the_system_ends()
    {
        var stop = false;
        // 200 async methods queue continuations so fast that the loop never finds its queue empty.
        var task = Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _api.Loop.RunAsync(async () =>
        {
            while (!Volatile.Read(ref stop))
                await Task.Yield();
        })));
        try
        {
            await _system.Terminate().WaitAsync(Guard);

            Assert.False(task.IsCompleted);
        }
        finally
        {
            Volatile.Write(ref stop, true);
        }

        await task.WaitAsync(Guard);
    }

    /// <summary>No loop is current on the thread pool, so the callback remembers its own.</summary>
    [Fact]
    public async Task Async_callback_of_an_abandoned_loop_that_fails_later_is_reported()
    {
        using var release = new ManualResetEventSlim();
        var blocked = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        _api.Loop.CallSoon(() =>
        {
            blocked.SetResult();
            release.Wait(Guard);
        });
        _api.Loop.CallSoon(async () =>
        {
            await gate.Task;
            throw new NotSupportedException("later");
        });
        // Behind the callback that waits for it.
        _api.Loop.CallSoon(gate.SetResult);
        await blocked.Task.WaitAsync(Guard);

        var ended = _system.Terminate();

        Assert.True(SpinWait.SpinUntil(() => _published.Failures.Count > 0, Guard));
        var failure = Assert.Single(_published.Failures);
        Assert.Equal(("default", "later"), (failure.Loop, failure.Cause.Message));
        release.Set();
        await ended.WaitAsync(Guard);
    }

    public void Dispose() => Assert.True(_system.Terminate().Wait(Guard));

    private sealed class Last(TaskCompletionSource stops) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => stops.TrySetResult();
    }
}

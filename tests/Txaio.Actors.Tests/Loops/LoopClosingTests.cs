using Akka.Actor;

namespace Txaio.Actors.Tests.Loops;

/// <summary>When the actor system ends, in any of three ways, the loops close after the last user actor.</summary>
public sealed class LoopClosingTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // The callbacks of one loop write here one after the other. The test reads the list after the system's end.
    private readonly List<string> _notes = [];
    private readonly ActorSystem _system = TestSystem.Start();
    private readonly ITxaio _api;

    public LoopClosingTests() => _api = _system.Txaio();

    public static TheoryData<string> Ends => ["terminate", "shutdown", "abort"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Callbacks_queued_before_the_end_run(string end)
    {
        using var release = Block();
        for (var i = 0; i < 1000; i++)
            _api.Loop.CallSoon(_notes.Add, $"{i}");

        var ended = TestSystem.End(_system, end);
        release.Set();
        await ended.WaitAsync(Guard);

        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"{number}"), _notes);
    }

    /// <summary>So many callbacks wait that the loop is told to end before it has run them.</summary>
    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Callback_that_waits_at_the_end_completes_its_future_before_the_end_rejects_it(string end)
    {
        using var release = Block();
        var future = _api.CreateFuture<int>();
        var awaited = future.AsTask();
        for (var i = 0; i < 10_000; i++)
            _api.Loop.CallSoon(static () => { });
        _api.Loop.CallSoon(() => future.Resolve(7));

        var ended = TestSystem.End(_system, end);
        release.Set();
        await ended.WaitAsync(Guard);

        Assert.Equal(7, await awaited.WaitAsync(Guard));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task PostStop_of_a_user_actor_can_still_use_the_loop(string end)
    {
        var released = new TaskCompletionSource();
        await StartLast(() =>
        {
            _api.Loop.CallSoon(_notes.Add, "from PostStop");
            _api.CreateFutureSuccess(1).AddCallbacks(_ => _notes.Add("future from PostStop"));
            _api.CallLater(Hour, () => _notes.Add("never"));
            // The wait for RunAsync shows that the loop runs the work and does not only accept it.
            _api.Loop.RunAsync(() => Task.CompletedTask).Wait(Guard);
            released.SetResult();
        });

        await TestSystem.End(_system, end).WaitAsync(Guard);

        Assert.True(released.Task.IsCompletedSuccessfully);
        Assert.Equal(["from PostStop", "future from PostStop"], _notes);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Futures_with_a_waiter_are_rejected_and_their_callbacks_run_on_the_loop(string end)
    {
        var future = _api.CreateFuture<int>();
        future.AddCallbacks(null, failure => _notes.Add($"{failure.Value.GetType().Name} on {EventLoop.Current}"));
        var task = future.AsTask();
        var sleep = _api.Sleep(Hour).AsTask();
        var path = _api.CreateFuture<int>();
        _ = path.Ref.Path;
        var nobodys = _api.CreateFuture<int>();

        await TestSystem.End(_system, end).WaitAsync(Guard);

        var error = await Assert.ThrowsAsync<LoopTerminatedException>(() => task.WaitAsync(Guard));
        Assert.Equal("default", error.Loop);
        Assert.Equal("Loop 'default' ended before this was done.", error.Message);
        await Assert.ThrowsAsync<LoopTerminatedException>(() => sleep.WaitAsync(Guard));
        Assert.Equal(["LoopTerminatedException on loop 'default'"], _notes);
        Assert.True(path.IsCalled);
        Assert.False(nobodys.IsCalled);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Await_on_the_loop_ends_and_its_finally_runs(string end)
    {
        var waiting = new TaskCompletionSource();
        var task = _api.Loop.RunAsync(async () =>
        {
            try
            {
                waiting.SetResult();
                await _api.CreateFuture();
            }
            finally
            {
                await Task.Yield();
                _notes.Add($"finally on {EventLoop.Current}");
            }
        });
        await waiting.Task.WaitAsync(Guard);

        await TestSystem.End(_system, end).WaitAsync(Guard);

        await Assert.ThrowsAsync<LoopTerminatedException>(() => task.WaitAsync(Guard));
        Assert.Equal(["finally on loop 'default'"], _notes);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Pending_timers_never_fire(string end)
    {
        var calls = Enumerable.Range(1, 50).Select(
            number => _api.CallLater(Hour * number, () => _notes.Add("fired"))).ToArray();
        _api.CallLater(Hour, _system.ActorOf(Props.Create(() => new Noting(_notes))), "told");

        await TestSystem.End(_system, end).WaitAsync(Guard);

        Assert.Empty(_notes);
        Assert.All(calls, call => Assert.False(call.IsActive));
        Assert.All(calls, call => Assert.False(call.Cancel()));
        Assert.Equal(0, _api.Loop.GetStatistics().Scheduled);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Timers_of_the_TimeProvider_fire_once(string end)
    {
        var provider = _api.Loop.TimeProvider;
        var delay = _api.Loop.RunAsync(async () =>
        {
            await Task.Delay(Hour, provider);
            _notes.Add($"delay on {EventLoop.Current}");
        });
        await _api.Loop.RunAsync(() => Task.CompletedTask);
        provider.CreateTimer(_ => _notes.Add("periodic"), null, Hour, TimeSpan.FromMilliseconds(1));
        provider.CreateTimer(_ => _notes.Add("off"), null, Timeout.InfiniteTimeSpan, Hour);
        await provider.CreateTimer(_ => _notes.Add("disposed"), null, Hour, Hour).DisposeAsync();

        await TestSystem.End(_system, end).WaitAsync(Guard);
        await delay.WaitAsync(Guard);

        Assert.Equal(["delay on loop 'default'", "periodic"], _notes.Order());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Loop_around_a_delay_does_not_hold_up_the_end(string end)
    {
        var provider = _api.Loop.TimeProvider;
        var rounds = 0;
        _ = _api.Loop.RunAsync(async () =>
        {
            while (true)
            {
                rounds++;
                await Task.Delay(Hour, provider);
            }
        });
        await _api.Loop.RunAsync(() => Task.CompletedTask);

        await TestSystem.End(_system, end).WaitAsync(Guard);

        // The loop ended the first delay when it closed. The second delay never ends.
        Assert.Equal(2, rounds);
    }

    [Fact]
    public async Task End_of_the_system_is_not_logged_as_a_stop()
    {
        var published = PublishedEvents.Of(_system);

        await _system.Terminate().WaitAsync(Guard);

        Assert.Empty(published.Warnings);
        Assert.Empty(published.Errors);
    }

    public void Dispose() => Assert.True(_system.Terminate().Wait(Guard));

    private ManualResetEventSlim Block()
    {
        var release = new ManualResetEventSlim();
        var blocked = new ManualResetEventSlim();
        _api.Loop.CallSoon(() =>
        {
            blocked.Set();
            release.Wait(Guard);
        });
        Assert.True(blocked.Wait(Guard));
        return release;
    }

    private Task StartLast(Action postStop) =>
        _system.ActorOf(Props.Create(() => new Last(postStop))).Ask<string>("started?").WaitAsync(Guard);

    private sealed class Last(Action postStop) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell("yes", Self);

        protected override void PostStop() => postStop();
    }

    private sealed class Noting(List<string> notes) : UntypedActor
    {
        protected override void OnReceive(object message) => notes.Add((string)message);
    }
}

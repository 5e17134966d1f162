using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Loops;

/// <summary>"Loops, futures and timers still run for actors under /system while these actors stop."</summary>
public sealed class SystemActorEndTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly StringWriter _lines = new();
    private readonly ActorSystem _system = TestSystem.Start("txaio.shutdown-timeout = 20s");
    private readonly ITxaio _api;

    public SystemActorEndTests() => _api = _system.Txaio();

    public static TheoryData<string> Ends => ["terminate", "shutdown", "abort"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task PostStop_of_a_system_actor_runs_callbacks_on_the_loop(string end)
    {
        var loops = new List<EventLoop?>();
        var postStop = Start(() =>
        {
            using var ran = new ManualResetEventSlim();
            _api.Loop.CallSoon(() => _api.Loop.CallSoon(() =>
            {
                loops.Add(EventLoop.Current);
                ran.Set();
            }));
            Assert.True(ran.Wait(Guard));
            Assert.Equal(7, _api.Loop.RunAsync(async () =>
            {
                await Task.Yield();
                loops.Add(EventLoop.Current);
                return 7;
            }).Result);
        });

        await TestSystem.End(_system, end).WaitAsync(Guard);

        await postStop;
        Assert.Equal([_api.Loop, _api.Loop], loops);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task PostStop_of_a_system_actor_completes_and_awaits_futures(string end)
    {
        var promise = _api.CreateFuture<string>();
        var postStop = Start(() =>
        {
            var future = _api.CreateFuture<string>();
            using var ran = new ManualResetEventSlim();
            future.AddCallbacks(text => ran.Set());
            future.Ref.Tell("told");
            Assert.True(ran.Wait(Guard));
            promise.Resolve("by PostStop");
            _api.Sleep(TimeSpan.FromMilliseconds(20)).AsTask().Wait(Guard);
            Assert.Equal(3, _api.AsFuture(() => Task.Run(() => 3)).AsTask().Result);
            Assert.IsType<FutureCreated>(
                _api.Ask<object>(_api.Loop.Ref, CreateFuture.Instance, Guard).AsTask().Result);
        });

        await TestSystem.End(_system, end).WaitAsync(Guard);

        await postStop;
        Assert.Equal("by PostStop", await promise.AsTask());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task PostStop_of_a_system_actor_uses_timers(string end)
    {
        var anonymous = _api.MakeBatchedTimer(TimeSpan.FromMilliseconds(20));
        var postStop = Start(() =>
        {
            using var ran = new CountdownEvent(3);
            _api.CallLater(TimeSpan.FromMilliseconds(10), () => ran.Signal());
            anonymous.CallLater(TimeSpan.FromMilliseconds(30), () => ran.Signal());
            _api.MakeBatchedTimer(TimeSpan.FromMilliseconds(20))
                .CallLater(TimeSpan.FromMilliseconds(30), () => ran.Signal());
            Task.Delay(TimeSpan.FromMilliseconds(10), _api.Loop.TimeProvider).Wait(Guard);
            Assert.True(ran.Wait(Guard));
        });

        await TestSystem.End(_system, end).WaitAsync(Guard);

        await postStop;
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Lines_of_PostStop_and_of_its_callbacks_are_written(string end)
    {
        _api.StartLogging(_lines, "info");
        var log = _api.MakeLogger("last");
        var postStop = Start(() =>
        {
            log.Info("from PostStop");
            _api.Loop.RunAsync(() =>
            {
                log.Info("from its callback");
                return Task.CompletedTask;
            }).Wait(Guard);
        });

        await TestSystem.End(_system, end).WaitAsync(Guard);

        await postStop;
        Assert.Contains("from PostStop", _lines.ToString(), StringComparison.Ordinal);
        Assert.Contains("from its callback", _lines.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_of_a_system_actor_uses_the_loop_of_NewLoop_as_well()
    {
        var loop = _api.NewLoop("mine");
        var ran = new TaskCompletionSource<EventLoop?>();
        var parent = ((ExtendedActorSystem)_system).SystemActorOf(
            Props.Create(() => new Parent(() => loop.CallSoon(() => ran.SetResult(EventLoop.Current)))), "parent");
        await parent.Ask<string>("started?").WaitAsync(Guard);

        await _system.Terminate().WaitAsync(Guard);

        Assert.Same(loop, await ran.Task.WaitAsync(Guard));
    }

    [Fact]
    public async Task Future_that_code_waits_for_is_rejected_before_system_actors_stop()
    {
        var task = _api.CreateFuture<int>().AsTask();
        var failed = false;
        var postStop = Start(() => failed = task.IsFaulted);

        await _system.Terminate().WaitAsync(Guard);

        await postStop;
        Assert.True(failed);
        await Assert.ThrowsAsync<LoopTerminatedException>(() => task);
    }

    [Fact]
    public async Task Calls_of_PostStop_that_are_not_due_are_dropped()
    {
        DelayedCall call = default;
        var ran = false;
        var postStop = Start(() => call = _api.CallLater(Hour, () => ran = true));

        await _system.Terminate().WaitAsync(Guard);

        await postStop;
        Assert.False(call.IsActive);
        Assert.False(ran);
        Assert.Throws<LoopTerminatedException>(() => _api.Loop.CallSoon(() => { }));
    }

    [Fact]
    public async Task Loop_that_does_nothing_else_ends_within_a_second()
    {
        var postStop = Start(() => { });

        await _system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));

        await postStop;
        Assert.Equal(0, _api.Loop.Dependents.Count);
    }

    public void Dispose()
    {
        Assert.True(_system.Terminate().Wait(Guard));
        _lines.Dispose();
    }

    private async Task Start(Action postStop)
    {
        var done = new TaskCompletionSource();
        var actor = ((ExtendedActorSystem)_system).SystemActorOf(
            Props.Create(() => new Last(postStop, done)), "last");
        Assert.Equal("yes", await actor.Ask<string>("started?").WaitAsync(Guard));
        await done.Task.WaitAsync(Guard);
    }

    internal sealed class Last(Action postStop, TaskCompletionSource done) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell("yes", Self);

        protected override void PostStop()
        {
            try
            {
                postStop();
                done.TrySetResult();
            }
            catch (Exception e)
            {
                done.TrySetException(e);
            }
        }
    }

    private sealed class Parent(Action postStop) : UntypedActor
    {
        private readonly TaskCompletionSource _done = new();

        protected override void PreStart() => Context.ActorOf(Props.Create(() => new Last(postStop, _done)), "child");

        protected override void OnReceive(object message) => Context.Child("child").Forward(message);
    }
}

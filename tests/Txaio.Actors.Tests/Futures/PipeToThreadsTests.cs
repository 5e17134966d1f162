using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// PipeTo with functions in real time: the functions run on the thread pool, and wait for no loop and no other target.
/// </summary>
public sealed class PipeToThreadsTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system = TestSystem.Start(
        ConfigurationFactory.ParseString("akka.actor.serialize-messages = off").WithFallback(TestKitBase.DefaultConfig),
        "pipes");

    private readonly ITxaio _txaio;
    private readonly Inbox _inbox;
    private readonly ManualResetEventSlim _release = new();

    public PipeToThreadsTests()
    {
        _txaio = _system.Txaio();
        _inbox = Inbox.Create(_system);
    }

    /// <summary>A former fault: the message came 590 ms late, when the loop was free again.</summary>
    [Fact]
    public async Task Message_that_a_function_makes_does_not_wait_for_a_blocked_loop()
    {
        await BlockLoop();
        var (good, bad, state) =
            (_txaio.CreateFuture<int>(), _txaio.CreateFuture<int>(), _txaio.CreateFuture<int>());
        good.PipeTo(_inbox.Receiver, success: value => $"value {value}");
        bad.PipeTo(_inbox.Receiver, failure: error => $"failure {error.Message}");
        state.PipeTo(_inbox.Receiver, static (value, it) => $"{it} {value}", null, "state");

        good.Resolve(1);
        bad.Reject(new InvalidOperationException("it failed"));
        state.Resolve(2);

        Assert.Equal("value 1", await _inbox.ReceiveAsync(Guard));
        Assert.Equal("failure it failed", await _inbox.ReceiveAsync(Guard));
        Assert.Equal("state 2", await _inbox.ReceiveAsync(Guard));
        Assert.False(_release.IsSet);
    }

    [Fact]
    public async Task Function_that_throws_behind_a_blocked_loop_is_told_at_once()
    {
        await BlockLoop();
        _txaio.CreateFutureSuccess(1).PipeTo(
            _inbox.Receiver, success: _ => throw new InvalidOperationException("no message"));

        // An Inbox throws the cause of a Status.Failure.
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _inbox.ReceiveAsync(Guard));

        Assert.Equal("no message", error.Message);
    }

    [Fact]
    public async Task Function_that_blocks_delays_neither_the_completing_thread_nor_the_loop_nor_another_target()
    {
        using var entered = new ManualResetEventSlim();
        var slow = Inbox.Create(_system);
        var (first, second, other) =
            (_txaio.CreateFuture<int>(), _txaio.CreateFuture<int>(), _txaio.CreateFuture<int>());
        first.PipeTo(slow.Receiver, success: value =>
        {
            entered.Set();
            _release.Wait();
            return value;
        });
        second.PipeTo(slow.Receiver, success: value => value);
        other.PipeTo(_inbox.Receiver, success: value => value);

        first.Resolve(1);
        Assert.True(entered.Wait(Guard));
        second.Resolve(2);
        other.Resolve(3);
        Assert.Equal(3, await _inbox.ReceiveAsync(Guard));
        var called = new TaskCompletionSource();
        _txaio.Loop.CallSoon(called.SetResult);
        await called.Task.WaitAsync(Guard);

        _release.Set();
        Assert.Equal(1, await slow.ReceiveAsync(Guard));
        Assert.Equal(2, await slow.ReceiveAsync(Guard));
    }

    [Fact]
    public async Task Messages_of_a_loops_futures_come_in_the_order_in_which_the_loop_completed_them()
    {
        const int count = 10_000;
        var actor = _system.ActorOf(Props.Create(() => new Collector(count, _inbox.Receiver)));
        _txaio.Loop.CallSoon(() =>
        {
            for (var i = 0; i < count; i++)
                _txaio.CreateFutureSuccess(i).PipeTo(actor, success: static value => value);
        });

        Assert.Equal(Enumerable.Range(0, count), (List<int>)await _inbox.ReceiveAsync(Guard));
    }

    public void Dispose()
    {
        _release.Set();
        _system.Terminate().Wait(Guard);
        _release.Dispose();
    }

    private async Task BlockLoop()
    {
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _txaio.Loop.CallSoon(() =>
        {
            blocked.SetResult();
            _release.Wait();
        });
        await blocked.Task.WaitAsync(Guard);
    }

    private sealed class Collector(int count, IActorRef done) : UntypedActor
    {
        private readonly List<int> _got = [];

        protected override void OnReceive(object message)
        {
            _got.Add((int)message);
            if (_got.Count == count)
                done.Tell(_got);
        }
    }
}

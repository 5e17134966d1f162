using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using Akka.TestKit;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// Targets whose Tell blocks hold up no loop or timer, and the library holds no lock during a Tell.
/// </summary>
public sealed class SlowTargetTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    // A target blocks for longer than a test waits: so a test fails if what it waits for waits for the target.
    private static readonly TimeSpan LongerThanGuard = Guard * 2;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private readonly ActorSystem _system = TestSystem.Start(
        ConfigurationFactory.ParseString(
            """
            akka.actor.serialize-messages = off
            full {
              mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka"
              mailbox-capacity = 1
              mailbox-push-timeout-time = 60s
            }
            echoing.mailbox-type = "Txaio.Actors.Tests.Loops.EchoingMailbox, Txaio.Actors.Tests"
            """).WithFallback(TestKitBase.DefaultConfig),
        "slow");

    private readonly ITxaio _txaio;
    private readonly SlowRef _slow;

    public SlowTargetTests()
    {
        _txaio = _system.Txaio();
        _slow = new SlowRef(((ExtendedActorSystem)_system).Provider);
    }

    [Fact]
    public async Task Delayed_message_to_a_full_mailbox_holds_neither_loop_nor_other_calls()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var full = _system.ActorOf(Props.Create(() => new Busy(entered, release)).WithMailbox("full"));
        full.Tell("runs");
        Assert.True(entered.Wait(Guard));
        full.Tell("fills the mailbox");
        _txaio.CallLater(TimeSpan.Zero, full, "has no room");
        _txaio.CallLater(Soon, full, "has no room");

        await CallsAndMessagesArrive();

        release.Set();
    }

    [Fact]
    public async Task Delayed_message_to_a_ref_whose_Tell_blocks_holds_neither_loop_nor_other_calls()
    {
        _txaio.CallLater(TimeSpan.Zero, _slow, "one");
        _txaio.CallLater(Soon, _slow, "two");
        await _slow.Entered.WaitAsync(Guard);

        await CallsAndMessagesArrive();

        _slow.Release();
        await _slow.Told(2).WaitAsync(Guard);
        Assert.Equal(["one", "two"], _slow.Messages);
    }

    [Fact]
    public async Task Delayed_message_to_an_actor_on_the_telling_thread_holds_neither_loop_nor_other_calls()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var busy = await StartOnTellingThread(entered, release);
        _txaio.CallLater(Soon, busy, "runs");
        Assert.True(entered.Wait(Guard));

        await CallsAndMessagesArrive();

        release.Set();
    }

    [Fact]
    public async Task CallLater_returns_though_other_messages_for_its_target_come_for_ever()
    {
        using var returned = new CancellationTokenSource();
        var actor = _system.ActorOf(Props.Create(() => new EchoActor()).WithMailbox("echoing"));
        // An actor that has not started yet keeps its messages, and another thread puts them into the mailbox later.
        Assert.Equal("started", await actor.Ask<string>("started", Guard));
        Again? again = null;
        again = new Again(() =>
        {
            if (!returned.IsCancellationRequested)
                _txaio.CallLater(TimeSpan.Zero, actor, again!);
        });

        await Task.Run(() => _txaio.CallLater(TimeSpan.Zero, actor, again)).WaitAsync(Guard);

        returned.Cancel();
        await CallsAndMessagesArrive();
    }

    [Fact]
    public async Task Batched_message_to_a_ref_whose_Tell_blocks_delays_no_other_call_of_its_bucket()
    {
        using var timer = _txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(50), chunkSize: 1);
        var called = new TaskCompletionSource();
        var inbox = Inbox.Create(_system);
        timer.CallLater(Soon, _slow, "one");
        timer.CallLater(Soon, inbox.Receiver, "quick");
        timer.CallLater(Soon, called.SetResult);
        timer.CallLater(Soon, _slow, "two");
        await _slow.Entered.WaitAsync(Guard);

        await called.Task.WaitAsync(Guard);
        Assert.Equal("quick", await inbox.ReceiveAsync(Guard));
        await CallsAndMessagesArrive();

        _slow.Release();
        await _slow.Told(2).WaitAsync(Guard);
        Assert.Equal(["one", "two"], _slow.Messages);
    }

    [Fact]
    public async Task Pipe_to_a_ref_whose_Tell_blocks_does_not_hold_the_completing_thread()
    {
        var futures = Enumerable.Range(0, 3).Select(_ => _txaio.CreateFuture<int>()).ToArray();
        foreach (var future in futures)
            future.PipeTo(_slow);

        await _txaio.Loop.RunAsync(() =>
        {
            for (var i = 0; i < futures.Length; i++)
                futures[i].Resolve(i);
            return Task.CompletedTask;
        }).WaitAsync(Guard);

        _slow.Release();
        await _slow.Told(3).WaitAsync(Guard);
        Assert.Equal([0, 1, 2], _slow.Messages);
    }

    [Fact]
    public async Task Subscriber_whose_Tell_blocks_delays_no_other_and_gets_the_value_before_Terminated()
    {
        var future = _txaio.CreateFuture<int>();
        var promise = (IInternalActorRef)future.Ref;
        promise.Tell(new Subscribe(_slow));
        promise.SendSystemMessage(new Akka.Dispatch.SysMsg.Watch(promise, _slow));

        await _txaio.Loop.RunAsync(() =>
        {
            future.Resolve(7);
            return Task.CompletedTask;
        }).WaitAsync(Guard);

        _slow.Release();
        await _slow.Told(2).WaitAsync(Guard);
        Assert.Equal([typeof(FutureResolved), typeof(Akka.Dispatch.SysMsg.DeathWatchNotification)],
            _slow.Messages.Select(static message => message.GetType()));
    }

    [Fact]
    public async Task Reply_to_a_ref_whose_Tell_blocks_does_not_hold_the_loop()
    {
        _txaio.Loop.Ref.Tell(CreateFuture.Instance, _slow);
        _txaio.Loop.Ref.Tell(new CallLater(TimeSpan.FromHours(1), _slow, "never"), _slow);
        await _slow.Entered.WaitAsync(Guard);

        await CallsAndMessagesArrive();

        _slow.Release();
        await _slow.Told(2).WaitAsync(Guard);
        Assert.IsType<FutureCreated>(_slow.Messages.First());
    }

    [Fact]
    public async Task Target_that_throws_is_reported_and_the_next_message_is_told()
    {
        var failures = new EventRecorder<UnhandledFailure>(_system);
        _slow.ThrowsOn = "one";
        _slow.Release();
        _txaio.CallLater(TimeSpan.Zero, _slow, "one");
        _txaio.CallLater(TimeSpan.Zero, _slow, "two");

        await _slow.Told(1).WaitAsync(Guard);

        Assert.Equal(["two"], _slow.Messages);
        Assert.Equal("one", Assert.Single(failures.Events).Cause.Message);
    }

    /// <summary>
    /// A former deadlock: LoopTimer.Change held the timer's lock and waited for the lock of the delayed calls, which
    /// another thread held during a Tell.
    /// </summary>
    [Fact]
    public async Task Timer_changed_by_two_threads_does_not_deadlock_with_a_calling_thread_dispatcher()
    {
        const int rounds = 20_000;
        var timer = _txaio.Loop.TimeProvider.CreateTimer(
            static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var told = new CountdownEvent(rounds);
        var actor = _system.ActorOf(
            Props.Create(() => new Rearms(timer, told)).WithDispatcher(CallingThreadDispatcher.Id));

        await Task.WhenAll(
            Task.Run(() =>
            {
                for (var i = 0; i < rounds; i++)
                    timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }),
            Task.Run(() =>
            {
                for (var i = 0; i < rounds; i++)
                    _txaio.CallLater(TimeSpan.Zero, actor, "x");
            })).WaitAsync(Guard);

        Assert.True(told.Wait(Guard));
    }

    public void Dispose()
    {
        _slow.Release();
        _system.Terminate().Wait(Guard);
    }

    private async Task<IActorRef> StartOnTellingThread(ManualResetEventSlim entered, ManualResetEventSlim release)
    {
        var busy = _system.ActorOf(
            Props.Create(() => new Busy(entered, release)).WithDispatcher(CallingThreadDispatcher.Id));
        // An actor that has not started yet keeps its messages, and another thread puts them into the mailbox later.
        await busy.Ask<ActorIdentity>(new Identify("started"), Guard);
        return busy;
    }

    // Uses the loop, its timers, and messages to other actors.
    private async Task CallsAndMessagesArrive()
    {
        var inbox = Inbox.Create(_system);
        var (at, later) = (new TaskCompletionSource(), new TaskCompletionSource());
        await _txaio.Loop.RunAsync(() =>
        {
            _txaio.CallLater(TimeSpan.Zero, at.SetResult);
            return Task.CompletedTask;
        }).WaitAsync(Guard);
        _txaio.CallLater(Soon, later.SetResult);
        _txaio.CallLater(Soon, inbox.Receiver, "another's");
        await Task.WhenAll(at.Task, later.Task).WaitAsync(Guard);
        Assert.Equal("another's", await inbox.ReceiveAsync(Guard));
        await _txaio.Sleep(Soon).AsTask().WaitAsync(Guard);
    }

    private sealed class Busy(ManualResetEventSlim entered, ManualResetEventSlim release) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            entered.Set();
            release.Wait(LongerThanGuard);
        }
    }

    private sealed class Rearms(ITimer timer, CountdownEvent told) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            timer.Change(TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
            told.Signal();
        }
    }

    private sealed class SlowRef(IActorRefProvider provider) : MinimalActorRef
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _release = new();
        private readonly SemaphoreSlim _told = new(0);

        public ConcurrentQueue<object> Messages { get; } = new();

        public object? ThrowsOn { get; set; }

        public Task Entered => _entered.Task;

        public override ActorPath Path => provider.RootPath / "slow";

        public override IActorRefProvider Provider => provider;

        public void Release() => _release.TrySetResult();

        public async Task Told(int count)
        {
            for (var i = 0; i < count; i++)
                await _told.WaitAsync();
        }

        public override void SendSystemMessage(Akka.Dispatch.SysMsg.ISystemMessage message)
        {
            if (message is Akka.Dispatch.SysMsg.DeathWatchNotification)
                Take(message);
        }

        protected override void TellInternal(object message, IActorRef sender) => Take(message);

        private void Take(object message)
        {
            _entered.TrySetResult();
            _release.Task.Wait(LongerThanGuard);
            if (Equals(message, ThrowsOn))
                throw new InvalidOperationException("one");
            Messages.Enqueue(message);
            _told.Release();
        }
    }
}

/// <summary>The action that an <see cref="EchoingMailbox"/> runs on the thread that enqueues the message.</summary>
internal sealed record Again(Action Next);

internal sealed class EchoingMailbox(Settings settings, Config config) : MailboxType(settings, config)
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new Echoing();

    private sealed class Echoing : UnboundedMessageQueue, IMessageQueue
    {
        void IMessageQueue.Enqueue(IActorRef receiver, Envelope envelope)
        {
            Enqueue(receiver, envelope);
            (envelope.Message as Again)?.Next();
        }
    }
}

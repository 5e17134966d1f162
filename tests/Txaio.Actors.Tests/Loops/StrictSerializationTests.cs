using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Messages;
using Txaio.Actors.Tests.Shared;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// With Akka's strictest settings, every message to an actor is serialized, and a type without a binding is refused.
/// No message that the library sends, or makes Akka send, is refused in the whole life of a system.
/// </summary>
public sealed class StrictSerializationTests
{
    private const string Strict =
        """
        akka {
          loglevel = DEBUG
          actor {
            serialize-messages = on
            serialization-settings.allow-unregistered-types = false
            # The messages of the test itself.
            serialization-bindings {
              "System.String" = json
              "System.Int32" = json
              "Akka.Actor.PoisonPill, Akka" = json
            }
          }
        }
        txaio {
          # On a busy machine callbacks may be slow, and each would log a warning.
          loops.default.slow-callback = infinite
          loops.io {}
          timers.keepalive.bucket = 20ms
          futures.keep-completed = 100ms
        }
        """;

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(30);

    [Theory]
    [InlineData("terminate")]
    [InlineData("shutdown")]
    [InlineData("abort")]
    public async Task Whole_life_of_a_system_logs_no_error_and_leaves_no_failure_unhandled(string end)
    {
        var system = TestSystem.Start(Strict);
        var events = StrictEvents.Of(system);
        var txaio = system.Txaio();
        var output = new ConcurrentText();
        txaio.StartLogging(output);

        await Work(system, txaio);
        await system.Txaio("io").Loop.RunAsync(() => Work(system, system.Txaio("io")));
        var waits = txaio.CreateFuture<int>().AsTask();
        txaio.CallLater(Guard, () => { });
        txaio.BatchedTimer("keepalive").CallLater(Guard, () => { });
        await TestSystem.End(system, end).WaitAsync(Guard);

        await Assert.ThrowsAsync<LoopTerminatedException>(() => waits.WaitAsync(Guard));
        Assert.Empty(events.Faults);
        Assert.Contains("a line", output.ToString());
    }

    [Fact]
    public async Task Loops_close_after_the_last_user_actor_and_without_the_warning_of_a_stopped_loop()
    {
        var system = TestSystem.Start(Strict);
        var events = StrictEvents.Of(system);
        var loop = system.Txaio().Loop;
        var ran = new TaskCompletionSource<bool>();
        system.ActorOf(Props.Create(() => new LastCall(loop, ran)));
        await system.Terminate().WaitAsync(Guard);

        Assert.True(await ran.Task.WaitAsync(Guard));
        Assert.Empty(events.Faults);
    }

    [Fact]
    public async Task Supervisor_that_was_stopped_does_not_hold_up_the_end()
    {
        var system = TestSystem.Start(Strict);
        var loop = system.Txaio().Loop;
        var supervisor = ((ExtendedActorSystem)system).Provider.SystemGuardian.GetChild(["txaio"]);
        await supervisor.StopOwnAsync(Guard);
        Assert.False(loop.IsOpen);

        await system.Terminate().WaitAsync(Guard);
    }

    private static async Task Work(ActorSystem system, ITxaio txaio)
    {
        var echo = system.ActorOf(Props.Create<Echo>());
        var silent = system.ActorOf(Props.Create<Silent>());
        var inbox = new Collector(system);
        txaio.MakeLogger("strict").Info("a line of {loop}", txaio.Loop.Name);

        // The loop and its timers.
        await txaio.Loop.RunAsync(() => Task.CompletedTask);
        txaio.CallLater(Soon, inbox.Ref, "told");
        Assert.Equal("told", await inbox.NextAsync());
        await txaio.Sleep(Soon);
        await Task.Delay(Soon, txaio.Loop.TimeProvider);

        // Batched calls that are due soon and late, of timers that end.
        foreach (var timer in new[] { txaio.BatchedTimer("keepalive"), txaio.MakeBatchedTimer(Soon, chunkSize: 1) })
        {
            var called = new TaskCompletionSource();
            timer.CallLater(Soon, () => { });
            timer.CallLater(Soon * 3, called.SetResult);
            await called.Task.WaitAsync(Guard);
            timer.CallLater(Soon, inbox.Ref, "batched");
            Assert.Equal("batched", await inbox.NextAsync());
        }

        var disposed = txaio.MakeBatchedTimer(Soon);
        disposed.CallLater(Soon, () => { });
        _ = disposed.Ref.Path;
        disposed.Dispose();

        // Asks, and promises as senders.
        Assert.Equal("hello", await txaio.Ask<string>(echo, "hello"));
        await Assert.ThrowsAsync<AskTimeoutException>(async () => await txaio.Ask<string>(silent, "hello", Soon));
        await Assert.ThrowsAsync<AskTargetException>(async () => await txaio.Ask<string>(echo, 1));
        var promise = txaio.CreateFuture<int>();
        echo.Tell("42", promise.Ref);
        await Assert.ThrowsAnyAsync<Exception>(async () => await promise);

        // The messages of the library.
        await ByMessage(txaio, inbox, txaio.BatchedTimer("keepalive").Ref);
        await ByMessage(txaio, inbox, txaio.Loop.Ref);
        txaio.AsFuture(() => 5).PipeTo(inbox.Ref);
        Assert.Equal(5, await inbox.NextAsync());
    }

    private static async Task ByMessage(ITxaio txaio, Collector inbox, IActorRef target)
    {
        target.Tell(new CallLater(Soon, inbox.Ref, "by message"), inbox.Ref);
        Assert.IsType<CallScheduled>(await inbox.NextAsync());
        Assert.Equal("by message", await inbox.NextAsync());
        target.Tell(new CallLater(Guard, inbox.Ref, "never"), inbox.Ref);
        var scheduled = Assert.IsType<CallScheduled>(await inbox.NextAsync());
        target.Tell(new CancelCall(scheduled.Id), inbox.Ref);
        Assert.True(Assert.IsType<CallCancelled>(await inbox.NextAsync()).Found);

        txaio.Loop.Ref.Tell(CreateFuture.Instance, inbox.Ref);
        var made = Assert.IsType<FutureCreated>(await inbox.NextAsync()).Promise;
        made.Tell(new Subscribe(inbox.Ref), inbox.Ref);
        made.Tell(new Resolve(7));
        Assert.Equal(7, Assert.IsType<FutureResolved>(await inbox.NextAsync()).Value);
        made.Tell(new Subscribe(inbox.Ref));
        Assert.IsType<FutureResolved>(await inbox.NextAsync());
        var rejected = txaio.CreateFuture<int>();
        rejected.Ref.Tell(new Subscribe(inbox.Ref));
        rejected.Ref.Tell(new Reject(new InvalidOperationException("no")));
        Assert.IsType<FutureRejected>(await inbox.NextAsync());
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => Receive<string>(text => Sender.Tell(text));
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(static _ => { });
    }

    private sealed class Collector
    {
        private readonly Channel<object> _messages = Channel.CreateUnbounded<object>();

        public Collector(ActorSystem system) =>
            Ref = system.ActorOf(Props.Create(() => new Collecting(_messages.Writer)));

        public IActorRef Ref { get; }

        public Task<object> NextAsync() => _messages.Reader.ReadAsync().AsTask().WaitAsync(Guard);
    }

    private sealed class Collecting : ReceiveActor
    {
        public Collecting(ChannelWriter<object> messages) => ReceiveAny(message => messages.TryWrite(message));
    }

    private sealed class LastCall(EventLoop loop, TaskCompletionSource<bool> ran) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => loop.CallSoon(() => ran.SetResult(EventLoop.Current == loop));
    }

    /// <summary>
    /// Collects warnings and errors, except those that Akka logs in a system without the library too.
    /// </summary>
    private sealed class StrictEvents
    {
        private readonly PublishedEvents _events;

        private StrictEvents(PublishedEvents events) => _events = events;

        public IEnumerable<object> Faults => _events.All.Where(static e => e switch
        {
            // At its end, Akka stops DeadLetterListener and the loggers by this message to the system guardian.
            Error { Cause: { } cause } => !cause.Message.Contains("[Akka.Dispatch.SysMsg.StopChild]", StringComparison.Ordinal),
            Error or Warning or UnhandledFailure => true,
            _ => false,
        });

        public static StrictEvents Of(ActorSystem system) => new(PublishedEvents.Of(system));
    }
}

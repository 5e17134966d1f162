using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.Tests.Futures;
using Txaio.Actors.Tests.Shared;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// The tests stop each actor of the library while every kind of wait is pending. Each wait ends with its result or a
/// clear failure, later calls work or throw a clear exception, and the system can end. PoisonPill, Kill and their like
/// stop no actor of the library.
/// </summary>
public sealed class EveryActorTests : FuturesTestKit
{
    private const string Txaio = "/system/txaio";

    // The path of each actor, and whether the loop "default" still works after a stop of that actor.
    private static readonly Dictionary<string, bool> Actors = new()
    {
        [Txaio] = false,
        [$"{Txaio}/loops"] = false,
        [$"{Txaio}/loops/default"] = false,
        [$"{Txaio}/loops/io"] = true,
        [$"{Txaio}/timers"] = true,
        [$"{Txaio}/timers/keepalive"] = true,
        [$"{Txaio}/timers/keepalive/1000-0"] = true,
        [$"{Txaio}/timers/keepalive/2000-1"] = true,
        ["/system/txaio-log-sink"] = true,
    };

    private readonly List<(string Name, Func<string?> End)> _waits = [];

    private readonly ConcurrentText _output = new();

    public EveryActorTests()
        : base(
            """
            akka.actor.serialize-messages = off
            txaio {
              loops.io.dispatcher = virtual-dispatcher
              timers.keepalive { bucket = 1s, chunk-size = 1 }
            }
            """)
    {
    }

    public static TheoryData<string> All => [.. Actors.Keys];

    [Fact]
    public void Actors_of_the_library_are_all_among_these()
    {
        StartWaits();

        var root = ((ExtendedActorSystem)Sys).Provider.SystemGuardian;
        var ours = root.Children.Where(static child => child.Path.Name.StartsWith("txaio", StringComparison.Ordinal))
            .SelectMany(WithChildren);
        Assert.Equal(
            Actors.Keys.Order(StringComparer.Ordinal),
            ours.Select(static actor => actor.Path.ToStringWithoutAddress()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Messages_that_end_actors_end_none(string path)
    {
        StartWaits();
        var actor = At(path);
        var selection = new ActorSelectionMessage(PoisonPill.Instance, []);
        foreach (var message in new object[] { PoisonPill.Instance, Kill.Instance, selection })
        {
            actor.Tell(message);
            Sys.ActorSelection(path).Tell(message);
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, actor, message, ActorRefs.NoSender);
            Tx.CallLater(TimeSpan.Zero, actor, message);
            Tx.BatchedTimer("keepalive").CallLater(TimeSpan.Zero, actor, message);
        }

        // Stop of a child of the system guardian sends the guardian a message.
        if (path.LastIndexOf('/') == "/system".Length)
            Sys.Stop(actor);
        Time.RunUntilIdle();
        Assert.Same(actor, At(path));
        Assert.Empty(TxaioExtension.Get(Sys).GetStoppedParts());
        Time.Advance(Second * 10);

        Assert.All(_waits, static wait => Assert.NotNull(wait.End()));
        Assert.DoesNotContain("dropped", _waits.Select(static wait => wait.End()));
        UseLater(works: true);
        Time.Terminate();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Waits_end_and_the_system_ends_after_an_actor_was_stopped(string actor)
    {
        StartWaits();

        End(actor);
        Time.Advance(Second * 10);

        foreach (var (name, end) in _waits)
            Assert.False(end() is null, $"{name} still waits.");
        foreach (var failure in _waits.Select(static wait => wait.End()).Where(static end => end != "done"))
            Assert.Contains(failure, (string[])[nameof(LoopTerminatedException), "dropped", nameof(AskTimeoutException)]);
        if (Actors[actor])
            Assert.All(_waits.Where(static wait => !wait.Name.StartsWith("batched")), static wait => Assert.NotEqual("dropped", wait.End()));
        UseLater(Actors[actor]);
        Time.Terminate();
        Assert.Contains("a last line", _output.ToString());
    }

    private static IEnumerable<IActorRef> WithChildren(IActorRef actor) =>
        [actor, .. ((ActorRefWithCell)actor).Children.SelectMany(WithChildren)];

    // Starts every kind of wait: for the loop, for an actor, for a due time.
    private void StartWaits()
    {
        Tx.StartLogging(_output);
        var silent = CreateTestProbe();
        Wait("an Ask", Tx.Ask<int>(silent.Ref, 1, Second).AsTask());
        Wait("a sleep", Tx.Sleep(Second).AsTask());
        Wait("an await in RunAsync", Tx.Loop.RunAsync(async () => await Tx.Sleep(Second * 2)));
        Wait("work behind Task.Delay", Tx.Loop.RunAsync(() => Task.Delay(Second, Tx.Loop.TimeProvider)));
        Wait("a wait with a timeout", WaitInVain());
        Wait("a wait for a delayed call", WaitForACall());
        Wait("a promise made by message", Promised());
        WaitForCall("a delayed call", Tx.CallLater);
        var timer = Tx.BatchedTimer("keepalive");
        WaitForCall("batched, first", timer.CallLater);
        WaitForCall("batched, second chunk", timer.CallLater);
        WaitForCall("batched, next bucket", (_, call) => timer.CallLater(Second * 2, call));
        WaitForCall("batched, far", (_, call) => timer.CallLater(Second * 8, call));
        Time.RunUntilIdle();
        WaitForCall("a callback", (_, call) =>
        {
            Tx.Loop.CallSoon(call);
            return default;
        });
    }

    private async Task WaitInVain()
    {
        try
        {
            await Tx.CreateFuture<int>().WaitAsync(Second);
        }
        catch (TimeoutException)
        {
            // A wait with a timeout ends so while its loop lives.
        }
    }

    // Waits until a delayed call resolves the future, or the loop ends.
    private async Task WaitForACall()
    {
        var future = Tx.CreateFuture<int>();
        Tx.CallLater(Second * 3, future.Resolve, 1);
        await future;
    }

    private async Task Promised()
    {
        var inbox = CreateTestProbe();
        Tx.Loop.Ref.Tell(CreateFuture.Instance, inbox.Ref);
        Time.RunUntilIdle();
        var promise = inbox.ExpectMsg<FutureCreated>().Promise;
        var seen = Tx.CreateFuture<object>();
        promise.Tell(new Subscribe(seen.Ref));
        Tx.CallLater(Second, promise, new Resolve(7));
        if (await seen is FutureRejected { Cause: var cause })
            throw cause;
    }

    private void Wait(string name, Task task) => _waits.Add((name, () => task switch
    {
        { IsCompleted: false } => null,
        { Exception: { } failure } => failure.GetBaseException().GetType().Name,
        _ => "done",
    }));

    private void WaitForCall(string name, Func<TimeSpan, Action, DelayedCall> schedule)
    {
        var ran = false;
        var call = schedule(Second, () => ran = true);
        _waits.Add((name, () => ran ? "done" : call.IsActive ? null : "dropped"));
    }

    private void UseLater(bool works)
    {
        Assert.Same(Tx, Sys.Txaio());
        Tx.MakeLogger("later").Warn("a last line");
        if (!works)
        {
            Assert.Throws<LoopTerminatedException>(() => Tx.Loop.CallSoon(static () => { }));
            Assert.Throws<LoopTerminatedException>(() => Tx.Sleep(Second));
            Assert.Throws<LoopTerminatedException>(() => Tx.BatchedTimer("keepalive").CallLater(Second, static () => { }));
            return;
        }

        List<string> ran = [];
        Tx.Loop.CallSoon(() => ran.Add("soon"));
        Tx.CallLater(Second, () => ran.Add("later"));
        Tx.BatchedTimer("keepalive").CallLater(Second * 3, () => ran.Add("batched"));
        var sleep = Tx.Sleep(Second);
        var asked = Tx.Ask<int>(CreateTestProbe().Ref, 1, Second);
        Time.Advance(Second * 5);
        Assert.Equal(["soon", "later", "batched"], ran);
        Assert.True(sleep.IsCalled);
        Assert.IsType<AskTimeoutException>(ErrorOf(asked));
    }

    private IActorRef At(string path) =>
        ((ExtendedActorSystem)Sys).Provider.SystemGuardian.GetChild(path["/system/".Length..].Split('/'));

    private void End(string path)
    {
        var actor = At(path);
        Assert.IsAssignableFrom<ActorRefWithCell>(actor);
        ((IInternalActorRef)actor).Stop();
        Time.RunUntilIdle();
    }
}

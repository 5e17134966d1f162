using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch;
using Txaio.Actors.Messages;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.NewLoops;

/// <summary>
/// A thousand loops that were made, used in every way and closed leave no object or thread in the process. These tests
/// run alone, because they count the threads and objects of the process.
/// </summary>
[Collection(nameof(NewLoopMemoryTests))]
[CollectionDefinition(nameof(NewLoopMemoryTests), DisableParallelization = true)]
public sealed class NewLoopMemoryTests : IDisposable
{
    private const int Loops = 1000;
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // By default, completed promises stay for half a minute, and keep their loops in memory.
    private readonly ActorSystem _system = TestSystem.Start(
        "txaio.futures.keep-completed = 0s\nakka.actor.serialize-messages = off", $"new-loops-{Guid.NewGuid():N}");

    private readonly ITxaio _api;
    private readonly IActorRef _echo;
    private readonly IActorRef _silent;
    private int _number;

    public NewLoopMemoryTests()
    {
        _api = _system.Txaio();
        _echo = _system.ActorOf(Props.Create<EchoActor>());
        _silent = _system.ActorOf(Props.Create<Silent>());
    }

    [Fact]
    public async Task Loops_that_were_closed_are_collected()
    {
        var closed = new List<WeakReference>();
        for (var i = 0; i < Loops; i++)
            closed.Add(await UseOne());
        // An actor holds the sender of its last message. So the loops' parent and these two actors get another message.
        await UseOne();
        _silent.Tell("another", ActorRefs.NoSender);
        _echo.Tell("another", ActorRefs.NoSender);

        // Akka's scheduler removes cancelled entries within one round of its wheel, which takes five seconds.
        await Until(() => Alive(closed) == 0);

        Assert.Equal(0, Alive(closed));
    }

    [Fact]
    public async Task Threads_actors_tables_and_entries_are_as_before()
    {
        await UseOne();
        await UseOne();
        var before = Held();
        var live = LiveOf(_system.Name);

        for (var i = 0; i < Loops; i++)
            await UseOne();
        await Until(() => Process.GetCurrentProcess().Threads.Count <= before["threads"] + 10);

        var after = Held();
        // .NET's thread pool may have started up to ten threads meanwhile.
        Assert.InRange(after["threads"], 0, before["threads"] + 10);
        after["threads"] = before["threads"];
        Assert.Equal(before, after);
        Assert.Equal(["default"], live);
        Assert.Equal(live, LiveOf(_system.Name));
    }

    [Fact]
    public async Task Memory_is_as_before()
    {
        for (var i = 0; i < Loops; i++)
            await UseOne();
        await Quiet();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Loops; i++)
            await UseOne();
        await Quiet();

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(grown / Loops, long.MinValue, 500);
    }

    public void Dispose() => Assert.True(_system.Terminate().Wait(Guard));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> UseOne()
    {
        var loop = _api.NewLoop($"x{_number++}");
        var txaio = _api.WithConfig(loop);
        using var neverCancelled = new CancellationTokenSource();
        txaio.CallLater(Hour, static () => { });
        txaio.CallLater(Hour, static () => { }, neverCancelled.Token);
        txaio.CallLater(Hour, _silent, "never");
        txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1)).CallLater(Hour, static () => { });
        txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(10)).CallLater(TimeSpan.FromSeconds(2), static () => { });
        _ = txaio.Ask<int>(_silent, "?").AsTask().ContinueWith(static task => task.Exception, TaskScheduler.Default);
        _ = txaio.Sleep(Hour).AsTask().ContinueWith(static task => task.Exception, TaskScheduler.Default);
        _ = txaio.CreateFuture<int>().WaitAsync(Hour).ContinueWith(static task => task.Exception, TaskScheduler.Default);
        _ = Task.Delay(Hour, loop.TimeProvider);
        loop.Ref.Tell(new CallLater(Hour, _silent, "never"), _silent);
        loop.Ref.Tell(CreateFuture.Instance, _silent);
        Assert.Equal("x", await txaio.Ask<string>(_echo, "x").AsTask().WaitAsync(Guard));
        await loop.RunAsync(static () => Task.CompletedTask).WaitAsync(Guard);
        await loop.DisposeAsync().AsTask().WaitAsync(Guard);
        return new WeakReference(loop);
    }

    private Dictionary<string, int> Held()
    {
        var extension = TxaioExtension.Get(_system);
        var parent = (ActorRefWithCell)((ActorRefWithCell)((ExtendedActorSystem)_system).Provider.SystemGuardian).Children
            .OfType<ActorRefWithCell>().Single(static child => child.Path.Name == "txaio");
        return new Dictionary<string, int>
        {
            ["threads"] = Process.GetCurrentProcess().Threads.Count,
            ["loops"] = extension.Loops.Count,
            ["loops' actors"] = ChildrenOf(parent, "loops"),
            ["timers' actors"] = ChildrenOf(parent, "timers"),
            ["dispatchers of Akka"] = CountOf(_system.Dispatchers, "_dispatcherConfigurators"),
            ["mailboxes of Akka"] = CountOf(_system.Mailboxes, "_mailboxTypeConfigurators"),
            ["scheduled calls"] = extension.GetScheduledCalls().Count,
            ["Asks"] = (int)extension.AskTimers.PendingCalls,
            ["timers"] = extension.TimerHost.Timers.Count(static timer => timer.Loop is not null),
        };
    }

    private static int ChildrenOf(ActorRefWithCell parent, string name) => parent.Children
        .OfType<ActorRefWithCell>().Single(child => child.Path.Name == name).Children.Count();

    private static int CountOf(object owner, string field) => ((ICollection)owner.GetType()
        .GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(owner)!).Count;

    // The names of the loops that a metrics listener would see.
    private static List<string> LiveOf(string system) =>
    [
        .. MeasuredLoops.QueueLengths().Select(static value => value.Tags.ToArray())
            .Where(tags => tags.Contains(TelemetryTags.Of(TelemetryTags.System, system)))
            .Select(static tags => (string)tags.Single(static tag => tag.Key == TelemetryTags.Loop).Value!),
    ];

    private static int Alive(List<WeakReference> closed) => closed.Count(static loop => loop.IsAlive);

    private static Task Quiet() => Until(static () => false, attempts: 60);

    // Waits in real time: Akka's scheduler and the garbage collector do not follow a virtual clock here.
    private static async Task Until(Func<bool> isTrue, int attempts = 300)
    {
        for (var attempt = 0; attempt < attempts && !isTrue(); attempt++)
        {
            await Task.Delay(100);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}

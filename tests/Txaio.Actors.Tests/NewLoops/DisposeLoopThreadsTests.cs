using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.NewLoops;

/// <summary>Loops that are made and disposed on real threads, also while the actor system ends.</summary>
public sealed class DisposeLoopThreadsTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private static readonly AsyncLocal<object?> Ambient = new();

    private readonly ActorSystem _system = TestSystem.Start();
    private readonly PublishedEvents _published;
    private readonly ITxaio _api;

    public DisposeLoopThreadsTests()
    {
        _published = PublishedEvents.Of(_system);
        _api = _system.Txaio();
    }

    public static TheoryData<string> Ends => ["terminate", "shutdown", "abort"];

    [Theory]
    [InlineData(null)]
    [InlineData("ForkJoinDispatcher")]
    [InlineData("PinnedDispatcher")]
    public async Task Thread_has_ended_when_DisposeAsync_completes(string? type)
    {
        for (var round = 0; round < 20; round++)
        {
            var loop = _api.NewLoop("x", new LoopOptions { DispatcherType = type });
            var thread = await loop.RunAsync(static () => Task.FromResult(Thread.CurrentThread));

            await loop.DisposeAsync();

            Assert.False(thread.IsAlive);
        }
    }

    [Fact]
    public async Task Dispatcher_that_is_shared_still_works()
    {
        var loop = _api.NewLoop("x", new LoopOptions { Dispatcher = "akka.actor.default-dispatcher" });
        await loop.RunAsync(static () => Task.CompletedTask);

        await loop.DisposeAsync().AsTask().WaitAsync(Guard);

        Assert.Equal("there", await _system.ActorOf(Props.Create<EchoActor>()).Ask<string>("there", Guard));
    }

    [Fact]
    public async Task Execution_context_of_the_maker_is_not_kept_by_the_loops_thread()
    {
        var (loop, ambient) = MakeWithAmbientValue();
        await loop.RunAsync(static () => Task.CompletedTask);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(ambient.IsAlive);
        await loop.DisposeAsync();
    }

    [Fact]
    public async Task Await_of_DisposeAsync_on_the_loop_itself_does_not_deadlock()
    {
        var loop = _api.NewLoop("x");
        var resumed = new TaskCompletionSource<EventLoop?>();

        var work = loop.RunAsync(async () =>
        {
            await loop.DisposeAsync();
            resumed.SetResult(EventLoop.Current);
        });

        Assert.Null(await resumed.Task.WaitAsync(Guard));
        await work.WaitAsync(Guard);
        Assert.Empty(_published.Warnings);
    }

    [Fact]
    public async Task Await_of_DisposeAsync_on_another_loop_resumes_there()
    {
        var current = await _api.Loop.RunAsync(async () =>
        {
            await _api.NewLoop("x").DisposeAsync();
            return EventLoop.Current;
        }).WaitAsync(Guard);

        Assert.Same(_api.Loop, current);
    }

    [Fact]
    public async Task Wait_for_DisposeAsync_that_blocks_another_loop_ends()
    {
        var loop = _api.NewLoop("x");

        Assert.True(await _api.Loop.RunAsync(() => loop.DisposeAsync().AsTask().Wait(Guard)));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Loop_that_is_not_disposed_closes_with_the_system(string end)
    {
        var loop = _api.NewLoop("x");
        var ran = new TaskCompletionSource();
        var thread = await loop.RunAsync(static () => Task.FromResult(Thread.CurrentThread));
        var future = _api.WithConfig(loop).CreateFuture<int>().AsTask();
        loop.CallSoon(ran.SetResult);

        await TestSystem.End(_system, end).WaitAsync(Guard);

        Assert.True(ran.Task.IsCompleted);
        await Assert.ThrowsAsync<LoopTerminatedException>(() => future.WaitAsync(Guard));
        Assert.True(thread.Join(Guard));
        Assert.Empty(_published.Warnings);
        await loop.DisposeAsync().AsTask().WaitAsync(Guard);
        Assert.Equal(
            "Actor system 'other' ends: loop 'y' cannot be made in it.",
            Assert.Throws<LoopTerminatedException>(() => _api.NewLoop("y")).Message);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task NewLoop_in_PostStop_of_a_user_actor_still_works(string end)
    {
        var ran = new TaskCompletionSource();
        Action postStop = () => _api.NewLoop("late").CallSoon(ran.SetResult);
        await _system.ActorOf(Props.Create(() => new Last(postStop))).Ask<string>("started?").WaitAsync(Guard);

        await TestSystem.End(_system, end).WaitAsync(Guard);

        Assert.True(ran.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task NewLoop_of_one_name_by_many_threads_makes_one()
    {
        for (var round = 0; round < 50; round++)
        {
            var name = $"x{round}";
            var made = new ConcurrentBag<EventLoop>();
            var refused = 0;
            await Threads.Run(6, _ =>
            {
                try
                {
                    made.Add(_api.NewLoop(name));
                }
                catch (InvalidActorNameException)
                {
                    Interlocked.Increment(ref refused);
                }
            });

            var loop = Assert.Single(made);
            Assert.Equal(5, refused);
            Assert.Same(loop, _system.Txaio(name).Loop);
            await loop.RunAsync(static () => Task.CompletedTask).WaitAsync(Guard);
            await Threads.Run(4, _ => Assert.True(loop.DisposeAsync().AsTask().Wait(Guard)));
        }
    }

    [Fact]
    public async Task NewLoop_and_the_end_of_the_system_at_once_lose_nothing()
    {
        for (var round = 0; round < 30; round++)
        {
            var system = TestSystem.Start();
            var txaio = system.Txaio();
            var tasks = new ConcurrentBag<Task>();
            var making = Task.Run(() =>
            {
                for (var i = 0; ; i++)
                {
                    try
                    {
                        var loop = txaio.NewLoop($"x{i}");
                        tasks.Add(txaio.WithConfig(loop).CreateFuture<int>().AsTask());
                        if (i % 2 == 0)
                            tasks.Add(loop.DisposeAsync().AsTask());
                    }
                    catch (LoopTerminatedException)
                    {
                        return;
                    }
                }
            });

            await system.Terminate().WaitAsync(Guard);
            await making.WaitAsync(Guard);

            foreach (var task in tasks)
                await Task.WhenAny(task).WaitAsync(Guard);
        }
    }

    [Fact]
    public async Task NewLoop_below_a_stopped_parent_throws_and_says_so()
    {
        var loop = _api.NewLoop("x");
        _system.StopOwn("txaio/loops");
        await loop.Ref.WatchAsync();
        await loop.DisposeAsync().AsTask().WaitAsync(Guard);

        Assert.Equal(
            "/system/txaio/loops was stopped: loop 'y' cannot be made.",
            Assert.Throws<LoopTerminatedException>(() => _api.NewLoop("y")).Message);
        Assert.Throws<UnknownLoopException>(() => _system.Txaio("y"));
    }

    public void Dispose() => Assert.True(_system.Terminate().Wait(Guard));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (EventLoop Loop, WeakReference Ambient) MakeWithAmbientValue()
    {
        var value = new object();
        Ambient.Value = value;
        var loop = _api.NewLoop("x");
        Ambient.Value = null;
        return (loop, new WeakReference(value));
    }

    private sealed class Last(Action postStop) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell("yes", Self);

        protected override void PostStop() => postStop();
    }
}

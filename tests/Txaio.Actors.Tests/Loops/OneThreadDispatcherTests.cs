using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Loops.OwnThread;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The dispatcher of one thread that sleeps. Its thread is real.</summary>
public sealed class OneThreadDispatcherTests() : TxaioTestKit(
    """
    mine { type = "Txaio.Actors.OneThreadDispatcher, Txaio.Actors", throughput = 5, shutdown-timeout = 1ms }
    """)
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Loop_has_such_a_dispatcher_by_default()
    {
        var thread = await Sys.Txaio().Loop.RunAsync(static () => Task.FromResult(Thread.CurrentThread));

        Assert.Equal("txaio.loops.default.dispatcher", thread.Name);
        Assert.True(thread.IsBackground);
        Assert.True(SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Guard));
    }

    [Fact]
    public async Task Actors_of_the_dispatcher_share_its_thread()
    {
        var threads = new List<Thread>();
        for (var i = 0; i < 10; i++)
            threads.Add(await Start().Ask<Thread>("thread?", Guard));

        Assert.Single(threads.Distinct());
        Assert.Equal("mine", threads[0].Name);
        Assert.Equal(5, Sys.Dispatchers.Lookup("mine").Throughput);
    }

    [Fact]
    public async Task Thread_ends_with_the_last_actor_and_a_later_actor_gets_another()
    {
        var first = Start();
        var thread = await first.Ask<Thread>("thread?", Guard);

        Sys.Stop(first);

        Assert.True(thread.Join(Guard));
        Assert.NotSame(thread, await Start().Ask<Thread>("thread?", Guard));
    }

    [Fact]
    public void Each_work_wakes_the_thread_and_runs_in_order()
    {
        var executor = new OneThreadExecutor("x", new EventStream(false));
        var ran = new List<int>();
        using var done = new SemaphoreSlim(0);
        for (var i = 0; i < 1_000; i++)
        {
            var number = i;
            executor.Execute(new Work(() =>
            {
                ran.Add(number);
                done.Release();
            }));
            // Every second time the thread has come to rest.
            if (i % 2 == 0)
                Assert.True(done.Wait(Guard));
        }

        for (var i = 0; i < 500; i++)
            Assert.True(done.Wait(Guard));
        Assert.Equal(Enumerable.Range(0, 1_000), ran);
        executor.Shutdown();
    }

    [Fact]
    public void Shutdown_runs_what_waits_ends_the_thread_and_refuses_more()
    {
        var executor = new OneThreadExecutor("x", new EventStream(false));
        using var release = new ManualResetEventSlim();
        Thread? thread = null;
        var ran = 0;
        executor.Execute(new Work(() =>
        {
            thread = Thread.CurrentThread;
            release.Wait(Guard);
        }));
        for (var i = 0; i < 3; i++)
            executor.Execute(new Work(() => ran++));

        executor.Shutdown();
        release.Set();

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref thread) is not null, Guard));
        Assert.True(thread!.Join(Guard));
        Assert.Equal(3, ran);
        var error = Assert.Throws<RejectedExecutionException>(() => executor.Execute(new Work(() => ran++)));
        Assert.Equal("Dispatcher x has ended its thread.", error.Message);
    }

    [Fact]
    public void Work_that_throws_is_reported_and_the_next_one_runs()
    {
        using var ran = new ManualResetEventSlim();
        var cause = new InvalidOperationException("no");
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(probe.Ref, typeof(Error));
        var executor = new OneThreadExecutor("x", Sys.EventStream);

        executor.Execute(new Work(() => throw cause));
        executor.Execute(new Work(ran.Set));

        Assert.True(ran.Wait(Guard));
        var error = probe.ExpectMsg<Error>(Guard);
        Assert.Same(cause, error.Cause);
        Assert.Equal(("x", "Work has thrown"), (error.LogSource, error.Message));
        executor.Shutdown();
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create<ThreadActor>().WithDispatcher("mine"));

    private sealed class ThreadActor : ReceiveActor
    {
        public ThreadActor() => ReceiveAny(_ => Sender.Tell(Thread.CurrentThread));
    }

    private sealed class Work(Action action) : IRunnable
    {
        public void Run() => action();

        public void Execute() => action();
    }
}

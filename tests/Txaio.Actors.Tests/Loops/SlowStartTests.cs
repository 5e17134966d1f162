using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The start of the loops waits for a thread of the dispatcher, and completes when one is free.</summary>
public sealed class SlowStartTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Start_waits_for_its_dispatcher()
    {
        using var system = Held();
        var dispatcher = (HeldDispatcher)system.Dispatchers.Lookup("held");
        var starting = Task.Factory.StartNew(
            system.Txaio, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await dispatcher.Asked.WaitAsync(Guard);
        Assert.False(starting.IsCompleted);

        dispatcher.Free();

        var txaio = await starting.WaitAsync(Guard);
        Assert.Equal(42, await txaio.Loop.RunAsync(() => Task.FromResult(42)).WaitAsync(Guard));
        await system.Terminate().WaitAsync(Guard);
    }

    /// <summary>
    /// The extension must not fail in this case, because Akka keeps the exception of an extension forever.
    /// </summary>
    [Fact]
    public async Task Extension_that_has_not_started_runs_callbacks_queued_before_its_start()
    {
        using var system = Held();
        var dispatcher = (HeldDispatcher)system.Dispatchers.Lookup("held");
        var extension = system.WithExtension<TxaioExtension, TxaioExtensionProvider>();
        var ran = new TaskCompletionSource();
        extension.Loops[0].CallSoon(ran.SetResult);
        Assert.False(ran.Task.IsCompleted);

        dispatcher.Free();

        await ran.Task.WaitAsync(Guard);
        Assert.Same(extension, TxaioExtension.Get(system));
        await system.Terminate().WaitAsync(Guard);
    }

    private static ActorSystem Held() => TestSystem.Start(
        ConfigurationFactory.ParseString(
            $$"""
            held.type = "{{typeof(HeldConfigurator).AssemblyQualifiedName}}"
            txaio.dispatcher = held
            """),
        "slow-start");

    /// <summary>Akka makes this object from the configuration.</summary>
    public sealed class HeldConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : MessageDispatcherConfigurator(config, prerequisites)
    {
        private HeldDispatcher? _dispatcher;

        public override MessageDispatcher Dispatcher() => _dispatcher ??= new HeldDispatcher(this);
    }

    private sealed class HeldDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public void Free() => _free.TrySetResult();

        protected override void ExecuteTask(IRunnable run)
        {
            _asked.TrySetResult();
            _ = _free.Task.ContinueWith(_ => run.Run(), TaskScheduler.Default);
        }

        protected override void Shutdown()
        {
        }
    }
}

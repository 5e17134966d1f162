using Akka.Actor;

namespace Txaio.Actors.Tests.Loops;

/// <summary>A system actor or a task that waits for ever does not hold up the end of the actor system.</summary>
public sealed class SystemActorTimeoutTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private readonly ActorSystem _system = TestSystem.Start("txaio.shutdown-timeout = 200ms");
    private readonly ITxaio _api;

    public SystemActorTimeoutTests() => _api = _system.Txaio();

    [Theory]
    [InlineData("terminate")]
    [InlineData("shutdown")]
    [InlineData("abort")]
    public async Task PostStop_that_waits_for_a_future_for_ever_is_released(string end)
    {
        var done = new TaskCompletionSource();
        var actor = ((ExtendedActorSystem)_system).SystemActorOf(
            Props.Create(() => new SystemActorEndTests.Last(
                () => _api.CreateFuture<int>().AsTask().GetAwaiter().GetResult(), done)),
            "waiting");
        await actor.Ask<string>("started?").WaitAsync(Guard);

        await TestSystem.End(_system, end).WaitAsync(Guard);

        await Assert.ThrowsAsync<LoopTerminatedException>(() => done.Task.WaitAsync(Guard));
    }

    [Fact]
    public async Task PostStop_that_waits_on_many_futures_and_timers_is_released()
    {
        var done = new TaskCompletionSource();
        var postStop = () =>
        {
            var tasks = Enumerable.Range(0, 1000).Select(_ => (Task)_api.CreateFuture<int>().AsTask())
                .Append(_api.Sleep(TimeSpan.FromHours(1)).AsTask())
                .Append(_api.Ask<int>(_api.CreateFuture<string>().Ref, "no reply", TimeSpan.FromHours(1)).AsTask())
                .ToList();
            Task.Delay(TimeSpan.FromHours(1), _api.Loop.TimeProvider).GetAwaiter().GetResult();
            Assert.All(tasks, static task => Assert.IsType<LoopTerminatedException>(
                Record.Exception(() => task.GetAwaiter().GetResult())));
        };
        var actor = ((ExtendedActorSystem)_system).SystemActorOf(
            Props.Create(() => new SystemActorEndTests.Last(postStop, done)), "waiting");
        await actor.Ask<string>("started?").WaitAsync(Guard);

        await _system.Terminate().WaitAsync(Guard);

        await done.Task.WaitAsync(Guard);
    }

    [Fact]
    public async Task Phase_task_that_waits_for_ever_is_released()
    {
        var task = new TaskCompletionSource<Exception?>();
        CoordinatedShutdown.Get(_system).AddTask(
            CoordinatedShutdown.PhaseActorSystemTerminate,
            "waiting",
            async () =>
            {
                task.SetResult(await Record.ExceptionAsync(() => _api.CreateFuture<int>().AsTask()));
                return Akka.Done.Instance;
            });

        await _system.Terminate().WaitAsync(Guard);

        Assert.IsType<LoopTerminatedException>(await task.Task.WaitAsync(Guard));
    }

    [Fact]
    public async Task Phase_task_that_never_completes_does_not_keep_the_system()
    {
        var never = new TaskCompletionSource<Akka.Done>();
        CoordinatedShutdown.Get(_system).AddTask(
            CoordinatedShutdown.PhaseActorSystemTerminate, "never", () => never.Task);

        _ = _system.Terminate();

        await _system.WhenTerminated.WaitAsync(Guard);
        never.SetResult(Akka.Done.Instance);
    }

    public void Dispose() => Assert.True(_system.WhenTerminated.Wait(Guard));
}

using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The start of the extension, and the exceptions of a start that fails.</summary>
public sealed class TxaioExtensionTests : IDisposable
{
    private const string Provider = "akka.extensions = [\"Txaio.Actors.TxaioExtensionProvider, Txaio.Actors\"]\n";
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private readonly List<ActorSystem> _systems = [];

    [Fact]
    public async Task Extension_named_in_akka_extensions_starts_with_the_system()
    {
        var system = Start(Provider);

        // No code has called system.Txaio() yet.
        var loop = await system.ActorSelection("/system/txaio/loops/default").ResolveOne(Guard);

        Assert.Equal(loop, system.Txaio().Loop.Ref);
    }

    [Fact]
    public void Loops_are_all_that_are_configured_in_the_order_of_their_names()
    {
        var system = Start("txaio.loops.io {}\ntxaio.loops.cpu {}");

        var loops = TxaioExtension.Get(system).Loops;

        Assert.Equal(["cpu", "default", "io"], loops.Select(loop => loop.Name));
        Assert.Same(system.Txaio("io").Loop, loops[2]);
    }

    [Fact]
    public async Task Txaio_on_many_threads_at_first_starts_one_extension()
    {
        var system = Start();
        using var together = new Barrier(8);

        var got = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return system.Txaio();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(got.Distinct());
    }

    [Theory]
    [InlineData("txaio.loops.default.capacity = -1", "txaio.loops.default.capacity = -1: ")]
    [InlineData("txaio.no-such-key = 1", "txaio.no-such-key = 1: ")]
    [InlineData("txaio.default-loop = nope", "txaio.default-loop = nope: ")]
    public void Txaio_with_a_wrong_setting_throws_one_line(string config, string start)
    {
        var system = Start(config);

        var error = Assert.Throws<ConfigurationException>(() => system.Txaio());

        Assert.StartsWith(start, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        // Each later call reports the mistake again.
        Assert.Equal(error.Message, Assert.Throws<ConfigurationException>(() => system.Txaio("io")).Message);
    }

    [Fact]
    public void Create_of_a_system_with_the_extension_and_a_wrong_setting_throws_one_line()
    {
        var error = Assert.Throws<ConfigurationException>(() => Start($"{Provider}txaio.shutdown-timeout = 0s"));

        Assert.StartsWith("txaio.shutdown-timeout = 0s: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("terminate")]
    [InlineData("shutdown")]
    [InlineData("abort")]
    public async Task Txaio_first_on_an_ended_system_throws_LoopTerminatedException(string end)
    {
        var system = Start();
        await TestSystem.End(system, end).WaitAsync(Guard);

        var error = Assert.Throws<LoopTerminatedException>(() => system.Txaio());

        Assert.Equal("Actor system 'other' ends: txaio cannot be started in it.", error.Message);
        Assert.Equal("default", error.Loop);
    }

    [Fact]
    public async Task Txaio_first_while_the_system_guardian_stops_throws_LoopTerminatedException()
    {
        var system = Start();
        var got = new TaskCompletionSource<Exception?>();
        // This actor stops together with the system guardian's other children.
        var last = ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(() => new StartingTooLate(() => Record(got, () => system.Txaio()))), "too-late");
        await last.Ask<string>("ready?").WaitAsync(Guard);

        await system.Terminate().WaitAsync(Guard);

        Assert.IsType<LoopTerminatedException>(await got.Task.WaitAsync(Guard));
    }

    [Fact]
    public async Task Txaio_started_before_is_still_there_after_the_end()
    {
        var system = Start();
        var api = system.Txaio();
        await system.Terminate().WaitAsync(Guard);

        Assert.Same(api, system.Txaio());
        Assert.Throws<LoopTerminatedException>(() => api.Loop.CallSoon(() => { }));
    }

    [Fact]
    public async Task Supervisor_whose_loops_were_stopped_does_not_hold_up_the_end()
    {
        var system = Start("txaio.shutdown-timeout = 1h");
        var loop = system.Txaio().Loop;
        system.StopOwn("txaio/loops");
        await Assert.ThrowsAsync<LoopTerminatedException>(async () =>
        {
            while (true)
                await loop.RunAsync(() => Task.CompletedTask).WaitAsync(Guard);
        });

        await system.Terminate().WaitAsync(Guard);
    }

    public void Dispose() => Task.WaitAll([.. _systems.Select(system => system.Terminate())], Guard);

    private static void Record(TaskCompletionSource<Exception?> got, Action act) =>
        got.TrySetResult(Xunit.Record.Exception(act));

    private ActorSystem Start(string config = "")
    {
        var system = TestSystem.Start(config);
        _systems.Add(system);
        return system;
    }

    private sealed class StartingTooLate(Action onPostStop) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell("ready", Self);

        protected override void PostStop() => onPostStop();
    }
}

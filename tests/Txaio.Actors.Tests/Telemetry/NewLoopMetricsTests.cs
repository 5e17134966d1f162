namespace Txaio.Actors.Tests.Telemetry;

/// <summary>The metrics have a loop of <c>NewLoop</c> from its start until it is disposed.</summary>
public sealed class NewLoopMetricsTests() : TelemetryTests
{
    [Fact]
    public void Loop_is_measured_until_it_is_disposed_and_its_callbacks_go_on_counting()
    {
        var loop = Txaio.NewLoop("realm-1");
        Txaio.WithConfig(loop).CallLater(Second * 60, static () => { });
        for (var i = 0; i < 20; i++)
            loop.CallSoon(static () => { });
        Time.RunUntilIdle();

        Assert.Equal(["default = 0", "realm-1 = 20"], Read("txaio.loop.callbacks"));
        Assert.Contains("realm-1 (CallLater) = 1", Read("txaio.timers.pending"));

        Time.WaitFor(loop.DisposeAsync().AsTask());
        Assert.Equal(["default = 0"], Read("txaio.loop.callbacks"));
        Assert.Equal(["default = 0"], Read("txaio.loop.queue.length"));
        Assert.Equal(["default (CallLater) = 0"], Read("txaio.timers.pending"));

        Txaio.NewLoop("realm-1").CallSoon(static () => { });
        Time.RunUntilIdle();
        Assert.Equal(["default = 0", "realm-1 = 21"], Read("txaio.loop.callbacks"));
    }
}

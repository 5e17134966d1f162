namespace Txaio.Actors.Tests.Timers;

/// <summary>Timers of the configuration.</summary>
public sealed class NamedTimerTests() : TimersTestBase(
    """
    txaio {
      loops { io.dispatcher = virtual-dispatcher }
      timers {
        keepalive { bucket = 200ms, chunk-size = 1000, loop = io, rounding = up }
        plain.bucket = 1s
      }
    }
    """)
{
    [Fact]
    public void BatchedTimer_is_made_as_configured()
    {
        var timer = Api.BatchedTimer("keepalive");
        var plain = Api.BatchedTimer("plain");

        Assert.Equal(
            (Milliseconds(200), 1000, BucketRounding.Up), (timer.Bucket, timer.ChunkSize, timer.Rounding));
        Assert.Equal((Seconds(1), 100, BucketRounding.Down), (plain.Bucket, plain.ChunkSize, plain.Rounding));
    }

    [Fact]
    public void BatchedTimer_is_the_same_for_all_who_ask()
    {
        var io = Sys.Txaio("io");

        Assert.Same(Api.BatchedTimer("keepalive"), io.BatchedTimer("keepalive"));
        Assert.NotSame(Api.BatchedTimer("keepalive"), Api.BatchedTimer("plain"));
    }

    [Fact]
    public void BatchedTimer_is_one_timer_for_threads_that_ask_at_once()
    {
        using var barrier = new Barrier(4);
        var timers = new IBatchedTimer[4];
        var threads = Enumerable.Range(0, 4).Select(i => new Thread(() =>
        {
            barrier.SignalAndWait();
            timers[i] = Api.BatchedTimer("keepalive");
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());

        Assert.Single(timers.Distinct());
    }

    [Fact]
    public void BatchedTimer_runs_on_the_loop_of_its_configuration_whoever_asks()
    {
        EventLoop? keepalive = null;
        EventLoop? plain = null;
        Api.BatchedTimer("keepalive").CallLater(Seconds(1), () => keepalive = EventLoop.Current);
        Sys.Txaio("io").BatchedTimer("plain").CallLater(Seconds(1), () => plain = EventLoop.Current);

        Time.Advance(Seconds(2));

        Assert.Equal("io", keepalive?.Name);
        Assert.Equal("default", plain?.Name);
    }

    [Fact]
    public void BatchedTimer_of_an_unknown_name_throws_and_lists_the_known()
    {
        var error = Assert.Throws<ArgumentException>("name", () => Api.BatchedTimer("keep-alive"));

        Assert.StartsWith(
            "There is no batched timer 'keep-alive'; configured under txaio.timers are: keepalive, plain.",
            error.Message);
        Assert.Throws<ArgumentNullException>("name", () => Api.BatchedTimer(null!));
    }
}

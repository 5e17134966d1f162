using Akka.Configuration;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>Batched timers that the configuration names.</summary>
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
    public void BatchedTimer_returns_one_instance_for_each_name()
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
    public void BatchedTimer_runs_on_the_loop_of_its_configuration()
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

    [Fact]
    public void BatchedTimer_knows_a_section_that_came_after_the_start()
    {
        Inject("txaio.timers.mqtt { bucket = 100ms, loop = io, rounding = up }\ntxaio.timers.other.bucket = 2s");
        IBatchedTimer timer = Api.BatchedTimer("mqtt"), other = Api.BatchedTimer("other");
        EventLoop? loop = null;
        timer.CallLater(Seconds(1), () => loop = EventLoop.Current);
        Time.Advance(Seconds(2));

        Assert.Equal((Milliseconds(100), 100, BucketRounding.Up), (timer.Bucket, timer.ChunkSize, timer.Rounding));
        Assert.Equal((Seconds(2), BucketRounding.Down), (other.Bucket, other.Rounding));
        Assert.Equal("io", loop?.Name);
        Assert.Same(timer, Sys.Txaio("io").BatchedTimer("mqtt"));
        timer.Dispose();
        Assert.Equal(Milliseconds(100), Api.BatchedTimer("mqtt").Bucket);
    }

    [Fact]
    public void BatchedTimer_is_not_changed_by_a_section_that_came_after_the_start()
    {
        Inject("txaio.timers.plain { bucket = 9s, chunk-size = 7 }");

        Assert.Equal((Seconds(1), 100), (Api.BatchedTimer("plain").Bucket, Api.BatchedTimer("plain").ChunkSize));
    }

    [Fact]
    public void BatchedTimer_whose_late_section_is_added_after_it_was_asked_for_in_vain_is_found()
    {
        Assert.Throws<ArgumentException>("name", () => Api.BatchedTimer("mqtt"));
        Inject("txaio.timers.mqtt.bucket = 100ms");

        Assert.Equal(Milliseconds(100), Api.BatchedTimer("mqtt").Bucket);
        Assert.Contains(
            "are: keepalive, mqtt, plain.",
            Assert.Throws<ArgumentException>("name", () => Api.BatchedTimer("another")).Message);
    }

    [Theory]
    [InlineData("bucket = 100", "txaio.timers.late.bucket = 100: must be a duration of more than zero with a unit, such as 200ms or 30s")]
    [InlineData("bukket = 1s", "txaio.timers.late.bukket = 1s: not a known key; known are bucket, chunk-size, loop, rounding; did you mean bucket?")]
    [InlineData("loop = io", "txaio.timers.late.bucket is missing: must be a duration of more than zero with a unit, such as 200ms or 30s")]
    [InlineData("bucket = 1s, loop = late", "txaio.timers.late.loop = late: must be the name of a configured loop; configured are default, io")]
    [InlineData("bucket = 1s, chunk-size = 0", "txaio.timers.late.chunk-size = 0: must be a whole number of 1 or more")]
    public void BatchedTimer_of_a_late_section_with_a_mistake_throws_one_line(string section, string message)
    {
        Inject($"txaio.timers.late {{ {section} }}\ntxaio.loops.late {{}}\ntxaio.timers.good.bucket = 1s");

        Assert.Equal(message, Assert.Throws<ConfigurationException>(() => Api.BatchedTimer("late")).Message);
        Assert.Equal(Seconds(1), Api.BatchedTimer("good").Bucket);
    }

    [Fact]
    public void BatchedTimer_of_a_late_name_that_is_none_is_unknown()
    {
        Inject("txaio.timers { \"a.b\" { bucket = 1s } }");

        Assert.Throws<ArgumentException>("name", () => Api.BatchedTimer("a.b"));
    }

    // Adds defaults after the start, as a package on top of Akka does.
    private void Inject(string defaults) =>
        Sys.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString(defaults));
}

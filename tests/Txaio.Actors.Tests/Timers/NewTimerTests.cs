using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.Tests.Timers;

/// <summary>Named timers that are made while the system runs.</summary>
public sealed class NewTimerTests() : TimersTestBase(
    """
    txaio {
      loops { io.dispatcher = virtual-dispatcher }
      timers.plain.bucket = 1s
      timer-defaults { chunk-size = 7, rounding = up }
    }
    """)
{
    private static readonly BatchedTimerOptions Bucket = new() { Bucket = Milliseconds(200) };

    [Fact]
    public void MakeBatchedTimer_with_a_name_is_found_by_that_name()
    {
        var io = Sys.Txaio("io");
        var timer = io.MakeBatchedTimer("idle", Bucket);
        EventLoop? loop = null;
        timer.CallLater(Seconds(1), () => loop = EventLoop.Current);
        Time.Advance(Seconds(2));

        Assert.Same(timer, Api.BatchedTimer("idle"));
        Assert.Equal((Milliseconds(200), 7, BucketRounding.Up), (timer.Bucket, timer.ChunkSize, timer.Rounding));
        Assert.Same(io.Loop, loop);
        Assert.Equal("batched timer 'idle'", timer.ToString());
    }

    [Fact]
    public void MakeBatchedTimer_takes_all_options()
    {
        var timer = Api.MakeBatchedTimer("idle", new BatchedTimerOptions
        {
            Bucket = Seconds(3),
            ChunkSize = 5,
            Loop = "io",
            Rounding = BucketRounding.Down,
        });
        EventLoop? loop = null;
        timer.CallLater(Seconds(9), () => loop = EventLoop.Current);
        Time.Advance(Seconds(12));

        Assert.Equal((Seconds(3), 5, BucketRounding.Down), (timer.Bucket, timer.ChunkSize, timer.Rounding));
        Assert.Equal("io", loop?.Name);
    }

    [Fact]
    public void MakeBatchedTimer_takes_a_section()
    {
        var timer = Api.MakeBatchedTimer(
            "idle", ConfigurationFactory.ParseString("bucket = 300ms, chunk-size = 9, loop = io"));

        Assert.Equal((Milliseconds(300), 9, BucketRounding.Up), (timer.Bucket, timer.ChunkSize, timer.Rounding));
        Assert.Same(timer, Api.BatchedTimer("idle"));
    }

    [Fact]
    public void MakeBatchedTimer_on_a_loop_of_NewLoop_ends_with_the_loop()
    {
        var loop = Api.NewLoop("realm-1");
        var timer = Api.WithConfig(loop).MakeBatchedTimer("idle", Bucket);
        var other = Api.MakeBatchedTimer("other", new BatchedTimerOptions { Bucket = Seconds(1), Loop = "realm-1" });
        Sys.Settings.InjectTopLevelFallback(
            ConfigurationFactory.ParseString("txaio.timers.late { bucket = 1s, loop = realm-1 }"));
        var late = Api.BatchedTimer("late");
        Time.WaitFor(loop.DisposeAsync().AsTask());

        foreach (var ended in new[] { timer, other, late })
            Assert.Throws<LoopTerminatedException>(() => ended.CallLater(Seconds(1), () => { }));
        Assert.Equal(Seconds(2), Api.MakeBatchedTimer("idle", new BatchedTimerOptions { Bucket = Seconds(2) }).Bucket);
        Assert.Throws<ArgumentException>("name", () => Api.BatchedTimer("other"));
    }

    [Theory]
    [InlineData("plain", "There is a batched timer 'plain' already: its section is txaio.timers.plain. Take another name.")]
    [InlineData("idle", "There is a batched timer 'idle' already: take another name, or dispose that timer first.")]
    [InlineData("a.b", "'a.b' cannot be a batched timer: a name must be made of letters (A-Z, a-z), digits, '_' and '-'.")]
    [InlineData("", "'\"\"' cannot be a batched timer: a name must be made of letters (A-Z, a-z), digits, '_' and '-'.")]
    public void Name_in_use_or_no_name_throws(string name, string message)
    {
        Api.MakeBatchedTimer("idle", Bucket);

        Assert.Equal(
            message,
            Assert.Throws<InvalidActorNameException>(() => Sys.Txaio("io").MakeBatchedTimer(name, Bucket)).Message);
        Assert.Throws<ArgumentNullException>("name", () => Api.MakeBatchedTimer(null!, Bucket));
        Assert.Throws<ArgumentNullException>("options", () => Api.MakeBatchedTimer("x", (BatchedTimerOptions)null!));
        Assert.Throws<ArgumentNullException>("section", () => Api.MakeBatchedTimer("x", (Config)null!));
    }

    [Theory]
    [InlineData("", "txaio.timers.x.bucket is missing: must be a duration of more than zero with a unit, such as 200ms or 30s")]
    [InlineData("bucket = 100", "txaio.timers.x.bucket = 100: must be a duration of more than zero with a unit, such as 200ms or 30s")]
    [InlineData("bukket = 1s", "txaio.timers.x.bukket = 1s: not a known key; known are bucket, chunk-size, loop, rounding; did you mean bucket?")]
    [InlineData("bucket = 1s, chunk-size = 0", "txaio.timers.x.chunk-size = 0: must be a whole number of 1 or more")]
    [InlineData("bucket = 1s, rounding = sideways", "txaio.timers.x.rounding = sideways: must be down or up")]
    [InlineData("bucket = 1s, loop = none", "txaio.timers.x.loop = none: must be the name of a configured loop; configured are default, io; made at run time are mine")]
    public void Mistake_in_a_section_throws_one_line_and_leaves_the_name_free(string section, string message)
    {
        Api.NewLoop("mine");

        var error = Assert.Throws<ConfigurationException>(
            () => Api.MakeBatchedTimer("x", ConfigurationFactory.ParseString(section)));

        Assert.StartsWith(message, error.Message);
        Assert.NotNull(Api.MakeBatchedTimer("x", Bucket));
    }

    [Fact]
    public void Mistake_in_options_throws_the_line_of_the_section()
    {
        Assert.Equal(
            "txaio.timers.x.bucket is missing: must be a duration of more than zero with a unit, such as 200ms or 30s",
            MessageOf(new BatchedTimerOptions()));
        Assert.StartsWith("txaio.timers.x.bucket = -5ms: ", MessageOf(new() { Bucket = Milliseconds(-5) }));
        Assert.StartsWith("txaio.timers.x.chunk-size = 0: ", MessageOf(new() { Bucket = Seconds(1), ChunkSize = 0 }));
        Assert.StartsWith("txaio.timers.x.loop = no: ", MessageOf(new() { Bucket = Seconds(1), Loop = "no" }));
        Assert.StartsWith("txaio.timers.x.rounding = ", MessageOf(new() { Bucket = Seconds(1), Rounding = (BucketRounding)9 }));
    }

    [Fact]
    public void Disposed_timer_frees_its_name_and_drops_its_calls()
    {
        var timer = Api.MakeBatchedTimer("idle", Bucket);
        var call = timer.CallLater(Seconds(1), () => { });

        timer.Dispose();

        Assert.False(call.IsActive);
        Assert.StartsWith(
            "There is no batched timer 'idle'; configured under txaio.timers are: plain.",
            Assert.Throws<ArgumentException>("name", () => Api.BatchedTimer("idle")).Message);
        Assert.NotSame(timer, Api.MakeBatchedTimer("idle", Bucket));
        Assert.StartsWith(
            "There is no batched timer 'x'; configured under txaio.timers are: plain; made at run time are: idle.",
            Assert.Throws<ArgumentException>("name", () => Api.BatchedTimer("x")).Message);
    }

    [Fact]
    public void One_of_many_threads_gets_the_name()
    {
        using var barrier = new Barrier(4);
        var made = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            barrier.SignalAndWait();
            if (Record.Exception(() => Api.MakeBatchedTimer("idle", Bucket)) is null)
                Interlocked.Increment(ref made);
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());

        Assert.Equal(1, made);
    }

    [Fact]
    public void Thousand_timers_made_and_disposed_leave_nothing()
    {
        var extension = TxaioExtension.Get(Sys);
        for (var i = 0; i < 1000; i++)
        {
            using var timer = Api.MakeBatchedTimer($"t{i}", Bucket);
            timer.CallLater(Seconds(1), () => { });
        }

        Assert.Equal(0, extension.NamedTimers.Count);
        Assert.DoesNotContain(extension.TimerHost.Timers, static timer => timer.Loop is not null);
    }

    [Fact]
    public void Report_and_stopped_parts_have_the_timer()
    {
        var timer = Api.MakeBatchedTimer("idle", Bucket);
        timer.CallLater(Seconds(1), () => { });

        Assert.Contains(
            TxaioExtension.Get(Sys).GetScheduledCalls(), static call => call.ToString().Contains("'idle'"));
        Assert.EndsWith("/system/txaio/timers/idle", timer.Ref.Path.ToStringWithoutAddress());
        Sys.StopOwn("txaio/timers/idle");
        Time.Advance(Seconds(2));
        Assert.Equal(["batched timer 'idle' was stopped"], TxaioExtension.Get(Sys).GetStoppedParts());
        timer.Dispose();
        Assert.Empty(TxaioExtension.Get(Sys).GetStoppedParts());
    }

    [Fact]
    public void MakeBatchedTimer_after_the_end_throws()
    {
        var api = Api;
        Time.Terminate();

        Assert.Throws<LoopTerminatedException>(() => api.BatchedTimer("plain").CallLater(Seconds(1), () => { }));
        Assert.Throws<LoopTerminatedException>(() => api.MakeBatchedTimer("idle", Bucket));
    }

    private string MessageOf(BatchedTimerOptions options) =>
        Assert.Throws<ConfigurationException>(() => Api.MakeBatchedTimer("x", options)).Message;
}

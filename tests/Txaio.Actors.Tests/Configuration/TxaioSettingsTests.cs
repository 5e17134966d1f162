using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Nodes;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Configuration;

public sealed class TxaioSettingsTests
{
    [Fact]
    public void Read_takes_every_setting_of_the_user()
    {
        var settings = Hocon.Read(
            """
            txaio {
              default-loop = io
              shutdown-timeout = 1.5s
              dispatcher = akka.actor.default-dispatcher
              timer-dispatcher = my-dispatcher
              scheduler = akka
              loops.io { dispatcher = other, callbacks-per-turn = 1, capacity = 10, slow-callback = infinite }
              futures {
                ask-timeout = infinite, keep-completed = 0s, keep-completed-limit = 0, asked-promise-timeout = infinite
                log-unhandled = off, remote-failures = type
              }
              remote {
                promises = 1, promises-per-node = 2, calls = 3, calls-per-node = 4
                call-kilobytes = 5, call-kilobytes-per-node = 6, calls-end-with-sender = off
                subscribers = 7, subscribers-per-node = 0, late-answers = 12, late-answers-per-node = 13
                completed = 8, completed-per-node = 9, completed-kilobytes = 10, completed-kilobytes-per-node = 11
              }
              timers.t-1_A { bucket = 0.2s, chunk-size = 7, loop = default, rounding = up }
              timers.on-default-loop { bucket = 1 minute }
              timer-defaults { chunk-size = 9, rounding = up }
              logging { level = trace, categories { TX100 = "{a} {b[2]}", "with.dot" = plain text } }
            }
            """);

        Assert.Equal("io", settings.DefaultLoop);
        Assert.Equal(TimeSpan.FromSeconds(1.5), settings.ShutdownTimeout);
        Assert.Equal("akka.actor.default-dispatcher", settings.Dispatcher);
        Assert.Equal("my-dispatcher", settings.TimerDispatcher);
        Assert.Equal(TxaioScheduler.Akka, settings.Scheduler);
        Assert.Equal(["default", "io"], settings.Loops.Keys.Order());
        Assert.Equal(new LoopSettings("io", "other", 1, 10, Timeout.InfiniteTimeSpan), settings.Loops["io"]);
        Assert.Equal(
            new FutureSettings(
                Timeout.InfiniteTimeSpan, TimeSpan.Zero, 0, Timeout.InfiniteTimeSpan, LogUnhandled: false,
                RemoteFailures.Type),
            settings.Futures);
        Assert.Equal(
            new RemoteSettings(1, 2, 3, 4, 5, 6, CallsEndWithSender: false, 7, 0, 12, 13, 8, 9, 10, 11), settings.Remote);
        Assert.Equal(
            new BatchedTimerSettings("t-1_A", TimeSpan.FromMilliseconds(200), 7, "default", BucketRounding.Up),
            settings.Timers["t-1_A"]);
        Assert.Equal(
            new BatchedTimerSettings("on-default-loop", TimeSpan.FromMinutes(1), 9, "io", BucketRounding.Up),
            settings.Timers["on-default-loop"]);
        Assert.Equal(TxaioLogLevel.Trace, settings.Logging.Level);
        Assert.Equal("{a} {b[2]}", settings.Logging.Categories["TX100"]);
        Assert.Equal("plain text", settings.Logging.Categories["with.dot"]);
    }

    [Fact]
    public void Loops_without_a_key_have_the_value_of_the_default_loop()
    {
        var settings = Hocon.Read(
            """
            txaio.loops {
              default { callbacks-per-turn = 7, capacity = 8, slow-callback = 9s }
              io { capacity = 0 }
              cpu {}
            }
            """);

        Assert.Equal(
            new LoopSettings("io", "txaio.loops.io.dispatcher", 7, 0, TimeSpan.FromSeconds(9)), settings.Loops["io"]);
        Assert.Equal(
            new LoopSettings("cpu", "txaio.loops.cpu.dispatcher", 7, 8, TimeSpan.FromSeconds(9)),
            settings.Loops["cpu"]);
    }

    [Fact]
    public void Default_loop_with_another_name_stands_beside_the_one_of_reference()
    {
        var settings = Hocon.Read("txaio { default-loop = main, loops.main {} }");

        Assert.Equal("main", settings.DefaultLoop);
        Assert.Equal(["default", "main"], settings.Loops.Keys.Order());
    }

    [Theory]
    [InlineData("txaio.loops.default.dispatcher = x", "txaio.loops.io {}", "x")]
    [InlineData("txaio.loops.default.dispatcher = x", "txaio.loops.io.dispatcher {}", "txaio.loops.io.dispatcher")]
    [InlineData("txaio.loops.default.dispatcher {}", "txaio.loops.io.dispatcher = y", "y")]
    [InlineData("txaio.loops.default.dispatcher {}", "txaio.loops.io {}", "txaio.loops.io.dispatcher")]
    public void Dispatcher_is_the_section_of_the_loop_or_the_id_that_is_set(string byDefault, string own, string id) =>
        Assert.Equal(id, Hocon.Read($"{byDefault}\n{own}").Loops["io"].Dispatcher);

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("\"on\"", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    public void Switch_takes_the_six_words_of_Hocon(string text, bool expected) =>
        Assert.Equal(expected, Hocon.Read($"txaio.futures.log-unhandled = {text}").Futures.LogUnhandled);

    [Theory]
    [InlineData("\"10\"", 10)]
    [InlineData("10 # ten", 10)]
    [InlineData("2147483647", int.MaxValue)]
    public void Whole_number_may_be_quoted_and_as_large_as_an_int(string text, int expected) =>
        Assert.Equal(expected, Hocon.Read($"txaio.loops.default.capacity = {text}").Loops["default"].Capacity);

    [Fact]
    public void Sections_of_other_packages_are_not_looked_into()
    {
        var settings = Hocon.Read(
            """
            txaio.cluster { any = thing }
            txaio { hosting = null, serilog = [1], testkit = 5 }
            txaio.loops.default.dispatcher.any-key { of = akka }
            """);

        Assert.Equal("default", settings.DefaultLoop);
    }

    [Theory]
    [InlineData("none", TxaioLogLevel.None)]
    [InlineData("critical", TxaioLogLevel.Critical)]
    [InlineData("error", TxaioLogLevel.Error)]
    [InlineData("warn", TxaioLogLevel.Warn)]
    [InlineData("info", TxaioLogLevel.Info)]
    [InlineData("debug", TxaioLogLevel.Debug)]
    [InlineData("trace", TxaioLogLevel.Trace)]
    public void Level_is_one_of_seven(string text, TxaioLogLevel expected) =>
        Assert.Equal(expected, Hocon.Read($"txaio.logging.level = {text}").Logging.Level);
}

using System.Text;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Txaio.Actors.LogCalls;
using Txaio.Actors.LogLevels;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Logging;

/// <summary>The sink of StartLogging. Each test ends its actor system itself.</summary>
public sealed partial class StartLoggingTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create(
        "start-logging",
        ConfigurationFactory.ParseString(
            """
            akka.loggers = []
            akka.stdout-loglevel = OFF
            akka.loglevel = INFO
            akka.actor.serialize-messages = on
            akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            """));

    private readonly ConcurrentText _errors = new();
    private readonly SignalStream _output = new();
    private readonly LoggingHub _hub;
    private readonly ITxaioLogger _log;

    public StartLoggingTests()
    {
        var settings = new LoggingSettings(TxaioLogLevel.Info, 0, new Dictionary<string, string>());
        _hub = new LoggingHub(_system, settings) { ErrorOutput = _errors };
        _log = _hub.MakeLogger("test.log");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task Line_is_time_and_message()
    {
        _hub.StartLogging(_output, "info");
        _log.Info("message {A}", 1);

        var line = Assert.Single(await LinesAtEnd());
        Assert.Matches(LineShape(), line);
        Assert.EndsWith(" message 1", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2016-01-21T01:02:03+01:00", "2016-01-21T01:02:03+0100")]
    [InlineData("2016-12-01T23:02:03-03:30", "2016-12-01T23:02:03-0330")]
    [InlineData("2016-01-21T01:02:03Z", "2016-01-21T01:02:03+0000")]
    public void Time_of_a_line_is_local_with_its_offset(string time, string text) =>
        Assert.Equal(text, LogLineTime.Text(DateTimeOffset.Parse(time)));

    [Fact]
    public async Task Bytes_are_UTF8_without_a_mark_and_text_is_text()
    {
        _hub.StartLogging(_output, "info");
        _log.Info("Grüße 🐘");
        await _system.Terminate();

        var text = Encoding.UTF8.GetString(_output.Bytes);
        Assert.Equal((byte)'2', _output.Bytes[0]);
        Assert.EndsWith(" Grüße 🐘" + Environment.NewLine, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_output_gets_the_same_lines()
    {
        var text = new StringWriter();
        _hub.StartLogging(text, "info");
        _log.Info("Grüße 🐘");
        await _system.Terminate();

        Assert.Matches(LineShape(), text.ToString());
        Assert.EndsWith(" Grüße 🐘" + Environment.NewLine, text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ends_in_a_message_are_written_as_escapes()
    {
        _hub.StartLogging(_output, "info");
        _log.Info("first\r\n2016-01-21T01:02:03+0100 forged {A}", "\nand\r");

        var line = Assert.Single(await LinesAtEnd());
        Assert.EndsWith(@"first\r\n2016-01-21T01:02:03+0100 forged \nand\r", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_trace_is_indented_below_its_line()
    {
        _hub.StartLogging(_output, "info");
        _log.Error(Thrown("bad\n2016-01-21T01:02:03+0100 forged"), "failed");
        _log.Info("next");

        var lines = await LinesAtEnd();
        Assert.EndsWith(" failed", lines[0], StringComparison.Ordinal);
        Assert.Equal(@"    System.InvalidOperationException: bad\n2016-01-21T01:02:03+0100 forged", lines[1]);
        Assert.StartsWith("       at ", lines[2], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("       at ", StringComparison.Ordinal) && l.Contains(nameof(Thrown)));
        Assert.All(lines[1..^1], l => Assert.StartsWith("    ", l, StringComparison.Ordinal));
        Assert.EndsWith(" next", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Level_is_set_globally_and_an_unknown_one_is_refused_first()
    {
        Assert.Throws<ArgumentException>(() => _hub.StartLogging(_output, "foo"));
        Assert.Throws<ArgumentNullException>(() => _hub.StartLogging((Stream)null!, "info"));
        Assert.Equal(TxaioLogLevel.Info, _hub.GetGlobalLogLevel());

        _hub.StartLogging(_output, "debug");
        Assert.Equal(TxaioLogLevel.Debug, _hub.GetGlobalLogLevel());
        Assert.Equal(LogLevel.DebugLevel, _system.EventStream.LogLevel);
        Assert.Throws<ArgumentException>(() => _hub.StartLogging(_output, "foo"));
    }

    [Fact]
    public async Task Second_call_does_nothing()
    {
        var second = new StringWriter();
        _hub.StartLogging(_output, "info");
        _hub.StartLogging(second, "trace");
        _log.Info("once");

        Assert.Single(await LinesAtEnd());
        Assert.Equal("", second.ToString());
        Assert.Equal(TxaioLogLevel.Info, _hub.GetGlobalLogLevel());
    }

    [Fact]
    public async Task Events_of_other_code_are_written_down_to_our_level()
    {
        _hub.StartLogging(_output, "warn");
        var adapter = Akka.Event.Logging.GetLogger(_system, "other");
        adapter.Info("quiet {0}", 1);
        adapter.Warning("warned {0}", 2);
        adapter.Error(Thrown("bad"), "failed {0}", 3);
        _hub.SetGlobalLogLevel("info");
        adapter.Info("heard {0}", 4);

        var lines = await LinesAtEnd();
        Assert.Equal(["warned 2", "failed 3", "heard 4"], lines.Where(l => l[0] != ' ').Select(MessageOf));
        Assert.Contains("InvalidOperationException: bad", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Level_none_silences_our_loggers_but_not_the_errors_of_others()
    {
        _hub.StartLogging(_output, "none");
        _log.Critical("ours");
        Akka.Event.Logging.GetLogger(_system, "other").Error("theirs");
        Akka.Event.Logging.GetLogger(_system, "other").Warning("theirs, too");

        Assert.Equal(["theirs"], (await LinesAtEnd()).Select(MessageOf));
    }

    [Fact]
    public async Task Logger_with_a_more_verbose_level_of_its_own_is_written()
    {
        _hub.StartLogging(_output, "warn");
        _log.SetLogLevel(TxaioLogLevel.Debug);
        _log.Debug("own");
        _hub.MakeLogger("test.other").Debug("other");

        Assert.Equal(["own"], (await LinesAtEnd()).Select(MessageOf));
    }

    [Fact]
    public async Task Message_of_others_that_cannot_be_rendered_is_still_a_line()
    {
        _hub.StartLogging(_output, "info");
        _system.EventStream.Publish(new Info(null, "other", typeof(string), new Unrenderable()));

        Assert.Equal(
            "Unrenderable (could not be rendered: InvalidOperationException)",
            MessageOf(Assert.Single(await LinesAtEnd())));
    }

    [Fact]
    public async Task Lines_reach_the_output_and_are_flushed_while_the_system_runs()
    {
        _hub.StartLogging(_output, "info");
        _log.Info("flushed");

        await _output.Flushed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("flushed", MessageOf(Assert.Single(Lines())));
    }

    [Fact]
    public async Task Lines_of_one_thread_keep_their_order_and_none_is_lost()
    {
        _hub.StartLogging(_output, "info");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                _log.Info("{Thread}:{I}", thread, i);
        })));

        var messages = (await LinesAtEnd()).Select(MessageOf).ToArray();
        for (var thread = 0; thread < 4; thread++)
            Assert.Equal(
                Enumerable.Range(0, 1000).Select(i => $"{thread}:{i}"),
                messages.Where(m => m.StartsWith($"{thread}:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("terminate")]
    [InlineData("shutdown")]
    [InlineData("abort")]
    public async Task Last_lines_of_user_actors_are_in_the_file_however_the_system_ends(string how)
    {
        _hub.StartLogging(_output, "info");
        for (var i = 0; i < 20; i++)
            _system.ActorOf(Props.Create(typeof(LastWords), _log, i));
        _log.Info("before");

        if (how == "abort")
            ((ExtendedActorSystem)_system).Abort();
        else if (how == "terminate")
            _ = _system.Terminate();
        else
            _ = CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance);
        await _system.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(30));

        var lines = Lines();
        Assert.Contains(lines, l => MessageOf(l) == "before");
        for (var i = 0; i < 20; i++)
            Assert.Contains(lines, l => MessageOf(l) == $"stopped {i}");
    }

    [Fact]
    public async Task Lines_of_a_termination_hook_and_of_system_actors_are_in_the_file()
    {
        _hub.StartLogging(_output, "info");
        var hook = ((ExtendedActorSystem)_system).SystemActorOf(Props.Create(typeof(Hook), _log), "hook");
        await hook.Ask<string>("ready", TimeSpan.FromSeconds(10));

        var messages = (await LinesAtEnd()).Select(MessageOf).ToArray();
        Assert.Contains("hook", messages);
        Assert.Contains("stopped 99", messages);
    }

    [Fact]
    public async Task Lines_after_the_end_are_written_on_the_thread_that_logs_them()
    {
        _hub.StartLogging(_output, "info");
        await _system.Terminate();

        _log.Info("late");

        Assert.Equal("late", MessageOf(Lines()[^1]));
    }

    [Fact]
    public async Task Started_after_the_end_writes_on_the_thread_that_logs()
    {
        await _system.Terminate();
        _hub.StartLogging(_output, "info");

        _log.Info("late");

        Assert.Equal("late", MessageOf(Assert.Single(Lines())));
    }

    [Fact]
    public async Task Output_that_throws_is_reported_once_and_dropped_lines_are_counted()
    {
        _hub.StartLogging(_output, "info");
        _output.Fails = true;
        for (var i = 0; i < 5; i++)
            _log.Info("lost {I}", i);
        await _system.Terminate();

        Assert.Equal(5, _hub.DroppedLines);
        Assert.Equal(
            "Txaio.Actors logging: the output failed, lines are dropped and counted: IOException: disk full",
            _errors.ToString().TrimEnd());
    }

    [Fact]
    public async Task Output_that_works_again_says_how_many_lines_are_missing()
    {
        await _system.Terminate();
        _hub.StartLogging(_output, "info");
        _output.Fails = true;
        _log.Info("lost");
        _log.Info("lost, too");
        _output.Fails = false;
        _log.Info("back");

        Assert.Equal(["Lines dropped because the output failed: 2", "back"], Lines().Select(MessageOf));
    }

    [Fact]
    public async Task Flush_that_throws_counts_the_lines_it_had()
    {
        await _system.Terminate();
        _hub.StartLogging(_output, "info");
        _output.FlushFails = true;

        _log.Info("perhaps lost");

        Assert.Equal(1, _hub.DroppedLines);
        Assert.Contains("disk full", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_of_dropped_lines_that_a_failed_flush_lost_is_written_again()
    {
        await _system.Terminate();
        _hub.StartLogging(_output, "info");
        _output.FlushFails = true;
        _log.Info("perhaps lost");
        _log.Info("perhaps lost, too");
        _output.FlushFails = false;
        _log.Info("back");
        _log.Info("again");

        Assert.Equal(
            [
                "perhaps lost", "Lines dropped because the output failed: 1", "perhaps lost, too",
                "Lines dropped because the output failed: 2", "back", "again",
            ],
            Lines().Select(MessageOf));
    }

    [Fact]
    public async Task Closed_stream_does_not_throw_out_of_a_log_call()
    {
        await _system.Terminate();
        _hub.StartLogging(_output, "info");
        await _output.DisposeAsync();

        _log.Info("lost");

        Assert.Equal(1, _hub.DroppedLines);
    }

    [Fact]
    public async Task Output_that_logs_from_its_own_write_does_not_recurse()
    {
        await _system.Terminate();
        var text = new LoggingWriter(() => _log.Info("inner"));
        _hub.StartLogging(text, "info");

        _log.Info("outer");

        Assert.Equal(2, text.Lines);
    }

    [Fact]
    public void Flush_under_constant_load_happens_every_second()
    {
        var clock = new FakeClock();
        var writer = new LogLineWriter(new ByteLogOutput(_output), clock, _errors);
        var line = new Info(null, "s", typeof(string), "m");

        writer.Write(line);
        writer.Flush(isIdle: false);
        Assert.Equal(0, _output.Flushes);

        clock.MonotonicClock += TimeSpan.FromSeconds(1);
        writer.Flush(isIdle: false);
        Assert.Equal(1, _output.Flushes);

        writer.Flush(isIdle: true);
        Assert.Equal(1, _output.Flushes);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ")]
    private static partial Regex LineShape();

    private static string MessageOf(string line) => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private static Exception Thrown(string message)
    {
        try
        {
            throw new InvalidOperationException(message);
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private string[] Lines() =>
        Encoding.UTF8.GetString(_output.Bytes).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private async Task<string[]> LinesAtEnd()
    {
        await _system.Terminate();
        return Lines();
    }

    private sealed class LastWords(ITxaioLogger log, int number) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => log.Info("stopped {Number}", number);
    }

    private sealed class Hook(ITxaioLogger log) : UntypedActor
    {
        protected override void PreStart() =>
            ((ExtendedActorSystem)Context.System).SystemGuardian.Tell(RegisterTerminationHook.Instance);

        protected override void OnReceive(object message)
        {
            if (message is TerminationHook)
            {
                log.Info("hook");
                Sender.Tell(TerminationHookDone.Instance);
            }
            else
            {
                Sender.Tell(message);
            }
        }

        protected override void PostStop() => log.Info("stopped 99");
    }

    private sealed class Unrenderable
    {
        public override string ToString() => throw new InvalidOperationException("no");
    }

    private sealed class FakeClock : ITimeProvider
    {
        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public TimeSpan MonotonicClock { get; set; }

        public TimeSpan HighResMonotonicClock => MonotonicClock;
    }

    private sealed class LoggingWriter(Action log) : StringWriter
    {
        public int Lines { get; private set; }

        public override void Write(string? value)
        {
            if (Lines++ == 0)
                log();
        }
    }

    private sealed class SignalStream : MemoryStream
    {
        private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _gate = new();

        public bool Fails { get; set; }

        public bool FlushFails { get; set; }

        public int Flushes { get; private set; }

        public Task Flushed => _flushed.Task;

        public byte[] Bytes
        {
            get
            {
                lock (_gate)
                    return ToArray();
            }
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Fails)
                throw new IOException("disk full");
            lock (_gate)
                base.Write(buffer, offset, count);
        }

        public override void Flush()
        {
            if (FlushFails)
                throw new IOException("disk full");
            Flushes++;
            _flushed.TrySetResult();
        }
    }
}

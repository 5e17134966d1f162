using Akka.Configuration;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>Settings that are refused, with the exact text of the error.</summary>
public sealed class TxaioSettingsErrorTests
{
    private const string ADuration = "must be a duration of more than zero with a unit, such as 200ms or 30s";
    private const string ALevel = "must be none, critical, error, warn, info, debug or trace";
    private const string ADispatcher = "must be the id of a dispatcher, as akka.actor.internal-dispatcher";
    private const string AName = "a name must be made of letters (A-Z, a-z), digits, '_' and '-'";
    private const string ATemplate = "must be text, the message template of the category";
    private const string AType = "must be ForkJoinDispatcher, PinnedDispatcher or an assembly-qualified type; "
        + "to share a dispatcher, give its id as text: dispatcher = akka.actor.default-dispatcher";
    private const string LoopKeys = "known are dispatcher, callbacks-per-turn, capacity, slow-callback";
    private const string RootKeys = "known are default-loop, shutdown-timeout, dispatcher, timer-dispatcher, scheduler, loops, "
        + "futures, remote, timers, timer-defaults, logging, cluster, hosting, serilog, testkit";

    [Theory]
    [InlineData("txaio = 5", "txaio = 5: must be a section")]
    [InlineData("txaio = null", "txaio = null: must be a section")]
    [InlineData("txaio = [1]", "txaio = [...]: must be a section")]
    [InlineData("txaio.loops = 5", "txaio.loops = 5: must be a section")]
    [InlineData("txaio.loops.default = 5", "txaio.loops.default = 5: must be a section")]
    [InlineData("txaio.loops.io = on", "txaio.loops.io = on: must be a section")]
    [InlineData("txaio.loops { io }", "txaio.loops.io = (nothing): must be a section")]
    [InlineData("txaio.futures = []", "txaio.futures = [...]: must be a section")]
    [InlineData("txaio.timers = off", "txaio.timers = off: must be a section")]
    [InlineData("txaio.timers.t = 1s", "txaio.timers.t = 1s: must be a section")]
    [InlineData("txaio.timer-defaults = x", "txaio.timer-defaults = x: must be a section")]
    [InlineData("txaio.logging = info", "txaio.logging = info: must be a section")]
    [InlineData("txaio.logging.categories = x", "txaio.logging.categories = x: must be a section")]
    public void Value_in_place_of_a_section_is_refused(string hocon, string line) => Refuses(hocon, line);

    [Theory]
    [InlineData("txaio.default-loop {}", "txaio.default-loop = {...}: must be the name of a configured loop; "
        + "configured are default")]
    [InlineData("txaio.shutdown-timeout { a = 1 }", "txaio.shutdown-timeout = {...}: " + ADuration)]
    [InlineData("txaio.dispatcher { type = PinnedDispatcher }", "txaio.dispatcher = {...}: " + ADispatcher)]
    [InlineData("txaio.scheduler = wheel", "txaio.scheduler = wheel: must be sleeping or akka")]
    [InlineData("txaio.scheduler = Akka", "txaio.scheduler = Akka: must be sleeping or akka")]
    [InlineData("txaio.timer-dispatcher = \"\"", "txaio.timer-dispatcher = \"\": " + ADispatcher)]
    [InlineData("txaio.loops.default.capacity {}",
        "txaio.loops.default.capacity = {...}: must be a whole number of 0 or more")]
    [InlineData("txaio.futures.log-unhandled {}",
        "txaio.futures.log-unhandled = {...}: must be on or off (true or false, yes or no)")]
    [InlineData("txaio.logging.level {}", "txaio.logging.level = {...}: " + ALevel)]
    [InlineData("txaio.logging.categories { A = [1] }", "txaio.logging.categories.A = [...]: " + ATemplate)]
    [InlineData("txaio.logging.categories { A.B = x }", "txaio.logging.categories.A = {...}: " + ATemplate)]
    [InlineData("txaio.logging.categories { A = null }", "txaio.logging.categories.A = null: " + ATemplate)]
    public void Section_or_list_in_place_of_a_value_is_refused(string hocon, string line) => Refuses(hocon, line);

    [Theory]
    [InlineData("txaio.defaultloop = x",
        "txaio.defaultloop = x: not a known key; " + RootKeys + "; did you mean default-loop?")]
    [InlineData("txaio.elsewhere {}", "txaio.elsewhere = {...}: not a known key; " + RootKeys)]
    [InlineData("txaio.loops.io.callback-per-turn = 5", "txaio.loops.io.callback-per-turn = 5: not a known key; "
        + LoopKeys + "; did you mean callbacks-per-turn?")]
    [InlineData("txaio.loops.default.zzz = null", "txaio.loops.default.zzz = null: not a known key; " + LoopKeys)]
    [InlineData("txaio.loops { a.b {} }", "txaio.loops.a.b = {...}: not a known key; " + LoopKeys)]
    [InlineData("txaio.loops.io.\"capa city\" = 5", "txaio.loops.io.\"capa city\" = 5: not a known key; "
        + LoopKeys + "; did you mean capacity?")]
    [InlineData("txaio.futures.ask_timeout = 5s", "txaio.futures.ask_timeout = 5s: not a known key; "
        + "known are ask-timeout, keep-completed, keep-completed-limit, asked-promise-timeout, "
        + "log-unhandled, remote-failures; did you mean ask-timeout?")]
    [InlineData("txaio.remote.promise-per-node = 1", "txaio.remote.promise-per-node = 1: not a known key; known are "
        + "promises, promises-per-node, calls, calls-per-node, call-kilobytes, call-kilobytes-per-node, "
        + "calls-end-with-sender, subscribers, subscribers-per-node, late-answers, late-answers-per-node, "
        + "completed, completed-per-node, completed-kilobytes, completed-kilobytes-per-node; did you mean promises-per-node?")]
    [InlineData("txaio.timers.t { bucket = 1s, size = 5 }", "txaio.timers.t.size = 5: not a known key; "
        + "known are bucket, chunk-size, loop, rounding")]
    [InlineData("txaio.timer-defaults.bucket = 1s", "txaio.timer-defaults.bucket = 1s: not a known key; "
        + "known are chunk-size, rounding")]
    [InlineData("txaio.logging.Level = info", "txaio.logging.Level = info: not a known key; "
        + "known are level, capacity, categories; did you mean level?")]
    public void Unknown_key(string hocon, string line) => Refuses(hocon, line);

    [Theory]
    [InlineData("5")]
    [InlineData("0s")]
    [InlineData("0")]
    [InlineData("-5s")]
    [InlineData("1ns")]
    [InlineData("1e3ms")]
    [InlineData("1.s")]
    [InlineData("5S")]
    [InlineData("5 seconds ago")]
    [InlineData("1m30s")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("infinite")]
    [InlineData("soon")]
    public void Duration_that_is_invalid_or_not_positive_is_refused(string text) =>
        Refuses($"txaio.shutdown-timeout = {text}", $"txaio.shutdown-timeout = {text}: {ADuration}");

    [Theory]
    [InlineData("txaio.timers.t {}", "txaio.timers.t.bucket is missing: " + ADuration)]
    [InlineData("txaio.timers.t.bucket = 0ms", "txaio.timers.t.bucket = 0ms: " + ADuration)]
    [InlineData("txaio.timers.t.bucket = infinite", "txaio.timers.t.bucket = infinite: " + ADuration)]
    [InlineData("txaio.timers.t.bucket = 99999999999d",
        "txaio.timers.t.bucket = 99999999999d: must be a duration of 36500d or less")]
    [InlineData("txaio.timers.t.bucket = 36501d",
        "txaio.timers.t.bucket = 36501d: must be a duration of 36500d or less")]
    [InlineData("txaio.shutdown-timeout = 99999999999d",
        "txaio.shutdown-timeout = 99999999999d: must be a duration of 10675199d or less")]
    [InlineData("txaio.loops.io.slow-callback = 0s",
        "txaio.loops.io.slow-callback = 0s: " + ADuration + ", or infinite")]
    [InlineData("txaio.loops.io.slow-callback = off",
        "txaio.loops.io.slow-callback = off: " + ADuration + ", or infinite")]
    [InlineData("txaio.futures.ask-timeout = 30",
        "txaio.futures.ask-timeout = 30: " + ADuration + ", or infinite")]
    [InlineData("txaio.futures.keep-completed = 0",
        "txaio.futures.keep-completed = 0: " + ADuration + ", or 0s")]
    [InlineData("txaio.futures.keep-completed = 1ns",
        "txaio.futures.keep-completed = 1ns: " + ADuration + ", or 0s")]
    [InlineData("txaio.futures.keep-completed = infinite",
        "txaio.futures.keep-completed = infinite: " + ADuration + ", or 0s")]
    [InlineData("txaio.futures.keep-completed = 36501d",
        "txaio.futures.keep-completed = 36501d: must be a duration of 36500d or less")]
    public void Duration_of_a_setting(string hocon, string line) => Refuses(hocon, line);

    [Theory]
    [InlineData("txaio.loops.io.callbacks-per-turn", "0", "1 or more")]
    [InlineData("txaio.loops.io.callbacks-per-turn", "-1", "1 or more")]
    [InlineData("txaio.loops.io.callbacks-per-turn", "1.5", "1 or more")]
    [InlineData("txaio.loops.io.callbacks-per-turn", "1 0", "1 or more")]
    [InlineData("txaio.loops.io.callbacks-per-turn", "1e3", "1 or more")]
    [InlineData("txaio.loops.io.callbacks-per-turn", "1k", "1 or more")]
    [InlineData("txaio.loops.io.callbacks-per-turn", "null", "1 or more")]
    [InlineData("txaio.loops.io.callbacks-per-turn", "2147483648", "2147483647 or less")]
    [InlineData("txaio.loops.io.callbacks-per-turn", "99999999999999999999", "2147483647 or less")]
    [InlineData("txaio.loops.default.capacity", "-1", "0 or more")]
    [InlineData("txaio.loops.default.capacity", "infinite", "0 or more")]
    [InlineData("txaio.timer-defaults.chunk-size", "0", "1 or more")]
    [InlineData("txaio.timers.t.chunk-size", "0", "1 or more", "txaio.timers.t.bucket = 1s")]
    public void Whole_number_out_of_range(string path, string text, string range, string others = "") =>
        Refuses($"{path} = {text}\n{others}", $"{path} = {text}: must be a whole number of {range}");

    [Theory]
    [InlineData("txaio.logging.level = loud", "txaio.logging.level = loud: " + ALevel)]
    [InlineData("txaio.logging.level = INFO", "txaio.logging.level = INFO: " + ALevel)]
    [InlineData("txaio.logging.level = 4", "txaio.logging.level = 4: " + ALevel)]
    [InlineData("txaio.logging.level = off", "txaio.logging.level = off: " + ALevel)]
    [InlineData("txaio.logging.level = null", "txaio.logging.level = null: " + ALevel)]
    [InlineData("txaio.timer-defaults.rounding = nearest",
        "txaio.timer-defaults.rounding = nearest: must be down or up")]
    [InlineData("txaio.timers.t { bucket = 1s, rounding = Up }", "txaio.timers.t.rounding = Up: must be down or up")]
    [InlineData("txaio.futures.log-unhandled = 1",
        "txaio.futures.log-unhandled = 1: must be on or off (true or false, yes or no)")]
    [InlineData("txaio.futures.log-unhandled = TRUE",
        "txaio.futures.log-unhandled = TRUE: must be on or off (true or false, yes or no)")]
    public void Word_that_is_not_listed(string hocon, string line) => Refuses(hocon, line);

    [Theory]
    [InlineData("txaio.loops.\"a b\" {}", "txaio.loops.\"a b\" = {...}: " + AName)]
    [InlineData("txaio.loops.\"a.b\" {}", "txaio.loops.\"a.b\" = {...}: " + AName)]
    [InlineData("txaio.loops.schön {}", "txaio.loops.\"schön\" = {...}: " + AName)]
    [InlineData("txaio.timers.\"a/b\" { bucket = 1s }", "txaio.timers.\"a/b\" = {...}: " + AName)]
    [InlineData("txaio.timers.\"\" { bucket = 1s }", "txaio.timers.\"\" = {...}: " + AName)]
    public void Name_with_other_characters(string hocon, string line) => Refuses(hocon, line);

    [Theory]
    [InlineData("txaio { default-loop = x, loops.io {} }",
        "txaio.default-loop = x: must be the name of a configured loop; configured are default, io")]
    [InlineData("txaio.default-loop = null",
        "txaio.default-loop = null: must be the name of a configured loop; configured are default")]
    [InlineData("txaio.timers.t { bucket = 1s, loop = Default }",
        "txaio.timers.t.loop = Default: must be the name of a configured loop; configured are default")]
    public void Loop_that_is_not_configured(string hocon, string line) => Refuses(hocon, line);

    [Theory]
    [InlineData("io.dispatcher.type", "Dispatcher", "shares its threads with others; " + AType)]
    [InlineData("io.dispatcher.type", "TaskDispatcher", "shares its threads with others; " + AType)]
    [InlineData("default.dispatcher.type", "SynchronizedDispatcher", "shares its threads with others; " + AType)]
    [InlineData("io.dispatcher.type", "forkjoindispatcher", AType)]
    [InlineData("io.dispatcher.type", "\"No.Such, Assembly\"", AType)]
    [InlineData("io.dispatcher.type", "null", AType)]
    [InlineData("io.dispatcher.type", "[1]", AType)]
    [InlineData("io.dispatcher.executor", "channel-executor",
        "shares its threads with others; leave it out; the dispatcher's type " + AType)]
    [InlineData("io.dispatcher.executor", "task-executor",
        "shares its threads with others; leave it out; the dispatcher's type " + AType)]
    [InlineData("io.dispatcher.executor", "default-executor",
        "shares its threads with others; leave it out; the dispatcher's type " + AType)]
    [InlineData("io.dispatcher.executor", "thread-pool-executor",
        "shares its threads with others; leave it out; the dispatcher's type " + AType)]
    [InlineData("io.dispatcher", "5 5", null)]
    [InlineData("io.dispatcher", "null", "must be a section or the id of a dispatcher")]
    [InlineData("io.dispatcher", "[1]", "must be a section or the id of a dispatcher")]
    [InlineData("io.dispatcher", "\"\"", "must be a section or the id of a dispatcher")]
    public void Dispatcher_that_shares_its_threads_or_is_none(string key, string text, string? rule)
    {
        var hocon = $"txaio.loops.{key} = {text}";
        if (rule is null)
            Assert.Equal(text, Hocon.Read(hocon).Loops["io"].Dispatcher);
        else
            Refuses(hocon, $"txaio.loops.{key} = {(text == "[1]" ? "[...]" : Unquoted(text))}: {rule}");
    }

    [Theory]
    [InlineData("txaio.loops { default.dispatcher.type = Dispatcher, io {} }", "txaio.loops.default.dispatcher.type")]
    [InlineData("txaio.loops { default.capacity = -1, aa {} }", "txaio.loops.default.capacity")]
    [InlineData("txaio { timers.t.bucket = 1s, timer-defaults.chunk-size = -1 }", "txaio.timer-defaults.chunk-size")]
    public void Inherited_value_is_refused_where_it_stands(string hocon, string path) =>
        Assert.StartsWith($"{path} = ", Hocon.ErrorOf(hocon), StringComparison.Ordinal);

    [Fact]
    public void Long_text_of_many_lines_is_shown_short_on_one()
    {
        var line = Hocon.ErrorOf($"txaio.logging.level = \"\"\"one\ntwo\t{new string('x', 100)}\"\"\"");

        Assert.Equal($"txaio.logging.level = one\\ntwo\\t{new string('x', 52)}...: {ALevel}", line);
    }

    [Fact]
    public void Config_without_the_reference_misses_its_first_key() =>
        Assert.Equal("txaio is missing: must be a section", Hocon.ErrorOf(
            () => TxaioSettings.Read(ConfigurationFactory.ParseString("a = 1"))));

    private static string Unquoted(string text) => text == "\"\"" ? text : text.Trim('"');

    private static void Refuses(string hocon, string line)
    {
        Assert.Equal(line, Hocon.ErrorOf(hocon));
        Assert.DoesNotContain('\n', line);
    }
}

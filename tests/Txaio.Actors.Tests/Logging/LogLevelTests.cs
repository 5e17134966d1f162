using System.Runtime.CompilerServices;
using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

public sealed class LogLevelTests : LoggingTestBase
{
    private const string Names = "none, critical, error, warn, info, debug, trace";

    public static TheoryData<TxaioLogLevel, TxaioLogLevel> AllPairs()
    {
        var pairs = new TheoryData<TxaioLogLevel, TxaioLogLevel>();
        foreach (var level in Enum.GetValues<TxaioLogLevel>())
        {
            foreach (var call in Enum.GetValues<TxaioLogLevel>())
                pairs.Add(level, call);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void Emit_at_each_global_level_publishes_that_level_and_higher(TxaioLogLevel level, TxaioLogLevel call)
    {
        Hub.SetGlobalLogLevel(level);

        Log.Emit(call, "text");

        var loudEnough = call != TxaioLogLevel.None && call <= level;
        Assert.Equal(loudEnough, Events.Count == 1);
        Assert.Equal(loudEnough, Log.IsEnabled(call));
    }

    [Fact]
    public void IsEnabled_for_a_value_that_is_no_level_is_false()
    {
        Hub.SetGlobalLogLevel(TxaioLogLevel.Trace);

        Assert.False(Log.IsEnabled((TxaioLogLevel)7));
        Assert.False(Log.IsEnabled((TxaioLogLevel)(-1)));
    }

    [Fact]
    public void SetGlobalLogLevel_after_loggers_were_made_reaches_them_at_once()
    {
        Log.Debug("before");
        Hub.SetGlobalLogLevel("debug");
        Log.Debug("after");

        Assert.Equal("after", Text);
        Assert.Equal(TxaioLogLevel.Debug, Log.Level);
        Assert.Equal(TxaioLogLevel.Debug, Hub.GetGlobalLogLevel());
    }

    [Theory]
    [InlineData("none", TxaioLogLevel.None)]
    [InlineData("critical", TxaioLogLevel.Critical)]
    [InlineData("error", TxaioLogLevel.Error)]
    [InlineData("warn", TxaioLogLevel.Warn)]
    [InlineData("info", TxaioLogLevel.Info)]
    [InlineData("debug", TxaioLogLevel.Debug)]
    [InlineData("trace", TxaioLogLevel.Trace)]
    public void SetGlobalLogLevel_by_name_sets_that_level(string name, TxaioLogLevel level)
    {
        Hub.SetGlobalLogLevel(name);

        Assert.Equal(level, Hub.GetGlobalLogLevel());
    }

    [Fact]
    public void SetGlobalLogLevel_with_an_unknown_name_lists_the_names_and_changes_nothing()
    {
        var error = Assert.Throws<ArgumentException>(() => Hub.SetGlobalLogLevel("foo"));

        Assert.Equal($"Invalid log level 'foo'; valid are: {Names} (Parameter 'level')", error.Message);
        Assert.Equal(TxaioLogLevel.Info, Hub.GetGlobalLogLevel());
    }

    [Fact]
    public void Levels_that_are_no_level_are_refused()
    {
        var global = Assert.Throws<ArgumentException>(() => Hub.SetGlobalLogLevel((TxaioLogLevel)42));
        var own = Assert.Throws<ArgumentException>(() => Log.SetLogLevel((TxaioLogLevel)(-1)));

        Assert.Equal($"Invalid log level '42'; valid are: {Names} (Parameter 'level')", global.Message);
        Assert.Equal($"Invalid log level '-1'; valid are: {Names} (Parameter 'level')", own.Message);
        Assert.Throws<ArgumentNullException>(() => Hub.SetGlobalLogLevel(null!));
    }

    [Fact]
    public void SetLogLevel_with_keep_survives_a_change_of_the_global_level()
    {
        Log.SetLogLevel(TxaioLogLevel.Error);
        Hub.SetGlobalLogLevel("trace");

        Assert.Equal(TxaioLogLevel.Error, Log.Level);
        Assert.Equal(TxaioLogLevel.Trace, Hub.MakeLogger("test.other").Level);
    }

    [Fact]
    public void SetLogLevel_without_keep_lasts_until_the_global_level_changes()
    {
        Log.SetLogLevel(TxaioLogLevel.Error, keep: false);
        Assert.Equal(TxaioLogLevel.Error, Log.Level);

        Hub.SetGlobalLogLevel("warn");

        Assert.Equal(TxaioLogLevel.Warn, Log.Level);
    }

    [Fact]
    public void SetLogLevel_without_keep_after_one_with_keep_follows_the_global_level_again()
    {
        Log.SetLogLevel(TxaioLogLevel.Error);
        Log.SetLogLevel(TxaioLogLevel.Error, keep: false);

        Hub.SetGlobalLogLevel("debug");

        Assert.Equal(TxaioLogLevel.Debug, Log.Level);
    }

    [Fact]
    public void Bus_is_opened_to_debug_while_debug_is_wanted_and_put_back_after()
    {
        Hub.SetGlobalLogLevel("debug");
        Assert.Equal(LogLevel.DebugLevel, Sys.EventStream.LogLevel);

        Hub.SetGlobalLogLevel("trace");
        Assert.Equal(LogLevel.DebugLevel, Sys.EventStream.LogLevel);

        Hub.SetGlobalLogLevel("info");
        Assert.Equal(LogLevel.InfoLevel, Sys.EventStream.LogLevel);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("error")]
    [InlineData("info")]
    public void Bus_is_never_closed_below_its_configured_level(string level)
    {
        Hub.SetGlobalLogLevel(level);

        Assert.Equal(LogLevel.InfoLevel, Sys.EventStream.LogLevel);
    }

    [Fact]
    public void Bus_is_open_while_a_single_logger_wants_debug()
    {
        Log.SetLogLevel(TxaioLogLevel.Trace);
        Hub.SetGlobalLogLevel("error");
        Assert.Equal(LogLevel.DebugLevel, Sys.EventStream.LogLevel);

        Log.SetLogLevel(TxaioLogLevel.Info);
        Assert.Equal(LogLevel.InfoLevel, Sys.EventStream.LogLevel);
    }

    [Fact]
    public void Bus_is_put_back_when_the_logger_that_wanted_debug_is_collected()
    {
        MakeAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Hub.SetGlobalLogLevel("warn");

        Assert.Equal(LogLevel.InfoLevel, Sys.EventStream.LogLevel);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void MakeAndForget() => Hub.MakeLogger("test.gone").SetLogLevel(TxaioLogLevel.Debug);
    }

    [Fact]
    public void Event_bus_level_set_by_other_code_is_not_reset()
    {
        Hub.SetGlobalLogLevel("debug");
        Sys.EventStream.SetLogLevel(LogLevel.WarningLevel);

        Hub.SetGlobalLogLevel("info");

        Assert.Equal(LogLevel.WarningLevel, Sys.EventStream.LogLevel);
    }

    [Fact]
    public void Debug_at_debug_level_reaches_an_Akka_logger() =>
        EventFilter.Debug("reached").ExpectOne(() =>
        {
            Hub.SetGlobalLogLevel("debug");
            Log.Debug("reached");
        });

    [Fact]
    public void Constructor_with_level_debug_opens_the_bus()
    {
        _ = NewHub(TxaioLogLevel.Debug);

        Assert.Equal(LogLevel.DebugLevel, Sys.EventStream.LogLevel);
    }

    [Fact]
    public async Task SetGlobalLogLevel_from_many_threads_ends_in_a_consistent_state()
    {
        var names = new[] { "trace", "info", "debug", "error" };
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                Hub.SetGlobalLogLevel(names[(i + n) % names.Length]);
                Hub.MakeLogger($"test.{n}").SetLogLevel((TxaioLogLevel)(i % 7), keep: i % 2 == 0);
            }
        })));

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Hub.SetGlobalLogLevel("info");

        Assert.Equal(TxaioLogLevel.Info, Log.Level);
        Assert.Equal(LogLevel.InfoLevel, Sys.EventStream.LogLevel);
    }
}

/// <summary>Levels of loggers with <c>akka.loglevel = WARNING</c>.</summary>
public sealed class LogLevelOfAQuietBusTests() : LoggingTestBase("akka.loglevel = WARNING")
{
    [Fact]
    public void Info_does_not_open_the_bus_and_debug_does()
    {
        Hub.SetGlobalLogLevel("info");
        Assert.Equal(LogLevel.WarningLevel, Sys.EventStream.LogLevel);

        Hub.SetGlobalLogLevel("debug");
        Assert.Equal(LogLevel.DebugLevel, Sys.EventStream.LogLevel);

        Hub.SetGlobalLogLevel("warn");
        Assert.Equal(LogLevel.WarningLevel, Sys.EventStream.LogLevel);
    }
}

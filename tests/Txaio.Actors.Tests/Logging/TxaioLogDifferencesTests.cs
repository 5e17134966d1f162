using System.Globalization;
using System.Reflection;
using Txaio.Actors.LogCalls;

namespace Txaio.Actors.Tests.Logging;

/// <summary>The differences from txaio's logging on asyncio that docs/parity.md lists.</summary>
public sealed class TxaioLogDifferencesTests : LoggingTestBase
{
    /// <summary>txaio names the class of <c>self</c>, which is the derived class.</summary>
    [Fact]
    public void Logger_made_in_a_base_class_names_the_base_class()
    {
        var derived = new Derived(Hub);

        Assert.EndsWith(nameof(TxaioLogDifferencesTests) + "+" + nameof(Base), derived.Log.Namespace, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_shown_as_by_Serilog_and_as_by_Python_with_a_conversion()
    {
        (string, object?)[] fields =
        [
            ("a", null), ("b", new Dictionary<string, int> { ["k"] = 1 }), ("c", 3.0), ("d", "x"u8.ToArray()), ("e", true),
            ("f", 1e20),
        ];
        Log.Info("{a} {b} {c} {d} {e} {f}", fields);
        Log.Info("{a!s} {b!s} {c!s} {d!s} {e!s} {f!s}", fields);

        Assert.Equal(
            ["null [(\"k\": 1)] 3 78 True 1E+20", "None {'k': 1} 3.0 b'x' True 1e+20"],
            Events.Select(static e => e.Message.ToString()));
    }

    [Fact]
    public void Log_format_is_the_template_as_it_was_written()
    {
        Log.Info("{log_format} and {n:^3}", ("n", 1));
        Log.Info("{log_format}!");

        Assert.Equal(
            ["{log_format} and {n:^3} and  1 ", "{log_format}!!"], Events.Select(static e => e.Message.ToString()));
    }

    [Fact]
    public void Log_time_is_a_time_with_an_offset_and_no_number()
    {
        Log.Info("{log_time:zzz}");

        Assert.Equal(Sys.Scheduler.Now.ToString("zzz", CultureInfo.InvariantCulture), Text);
    }

    [Fact]
    public void Version_is_that_of_the_assembly() => Assert.Matches(
        @"^\d+\.\d+\.\d+",
        typeof(ITxaio).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    private class Base
    {
        public Base(LoggingHub hub) => Log = hub.MakeLoggerForCaller();

        public ITxaioLogger Log { get; }
    }

    private sealed class Derived(LoggingHub hub) : Base(hub);
}

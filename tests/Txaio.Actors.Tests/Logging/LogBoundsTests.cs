using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using Akka.Event;
using Txaio.Actors.LogSinks;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Tests.Logging;

/// <summary>
/// No template, format or value makes a log call slow or its text huge. A text that is cut says how much is missing.
/// </summary>
public sealed class LogBoundsTests : LoggingTestBase
{
    private const long MostBytes = 64 * 1024 * 1024;

    // A bounded call takes milliseconds. The rest is room for a busy machine.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Formats =>
    [
        "D999999999", "d999999999", "F999999999", "N999999999", "C999999999", "E999999999", "G999999999", "P999999999",
        "R999999999", "X999999999", "B999999999", "D1001", "D0000000000999999999", "D999999999\0", "N999999999\0 units",
        new string('0', 5_000_000), "#." + new string('0', 5_000_000), "E+" + new string('0', 5_000_000), new string('y', 5_000_000),
        "D" + new string('0', 5_000_000) + "9", new string('%', 2000),
    ];

    public static TheoryData<object> Numbers =>
    [
        1, 1L, 1UL, (byte)1, 1.5, 1.5f, (Half)1.5, 1.5m, BigInteger.One, new Complex(1, 2), Int128.MaxValue, 'c', DayOfWeek.Friday,
        DateTime.UnixEpoch, DateTimeOffset.UnixEpoch, new DateOnly(2016, 1, 21), new TimeOnly(1, 2), TimeSpan.FromHours(1),
        Guid.Empty, new Padded(),
    ];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Format_that_asks_for_more_than_1000_characters_is_text(string format)
    {
        var (text, two, time) = ("{x:" + format + "} end", "{x:" + format + "} end {y}", "{log_time:" + format + "} end");
        Measure(
            () =>
            {
                Log.Info(text, 1);
                Log.Info(text, ("x", 1));
                Log.Info(two, ("x", 1.5m), ("y", 2));
                Log.Info(time);
                Log.Info(new LogCategory("C"), text, ("x", BigInteger.One));
            },
            characters: 5 * text.Length);

        Assert.Equal(5, Events.Count);
        var written = LogText.Shown(text);
        Assert.Equal([written, written], Events.Take(2).Select(static e => e.Message.ToString()));
        Assert.All(Events, static e => Assert.DoesNotContain(e.GetTemplate(), "{x:"));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void No_value_is_shown_with_such_a_format(object value)
    {
        Measure(() =>
        {
            foreach (var kind in "CDEFGNPRXBcdefgnprxb")
            {
                Log.Info("{x:" + kind + "999999999}", value);
                Log.Info("{x:" + kind + "1001}", new[] { value, value });
                Call(Log, value, 999_999_999, kind + "999999999");
            }
        });

        Assert.All(Events, static e => Assert.InRange(e.Message.ToString()!.Length, 1, 1500));
    }

    [Theory]
    [InlineData("D1000", 1000)]
    [InlineData("D0001000", 1000)]
    [InlineData("F998", 1000)]
    [InlineData("000000", 6)]
    public void Format_within_the_bound_is_honoured(string format, int length)
    {
        Log.Info("{x:" + format + "}", format[0] == 'F' ? 1.0 : (object)1);

        Assert.Equal(length, Text!.Length);
        Assert.Equal("{x:" + format + "}", Single.GetTemplate());
    }

    [Theory]
    [InlineData("{x,999999999}")]
    [InlineData("{x,-999999999}")]
    [InlineData("{x,2147483648}")]
    [InlineData("{x,-2147483648}")]
    [InlineData("{x,1001:D2}")]
    public void Wider_alignment_is_text(string hole)
    {
        Measure(() => Log.Info(hole, 1));

        Assert.Equal(hole, Text);
    }

    [Fact]
    public void Interpolated_alignment_is_at_most_1000_and_a_format_beyond_it_is_left_out()
    {
        Measure(() =>
        {
            Log.Info($"{1,32000}");
            Log.Info($"{1,-32000}");
            Log.Info($"{1:D999999999}");
            Log.Emit(TxaioLogLevel.Warn, $"{1.5,8:F999999999}");
            Call(Log, 1, int.MinValue, "D5");
        });

        Assert.Equal([1000, 1000, 1, 8, 1000], Events.Select(static e => e.Message.ToString()!.Length));
        Assert.All(Events, static e => Assert.DoesNotContain("999999999", e.GetTemplate(), StringComparison.Ordinal));
    }

    [Fact]
    public void Value_is_cut_at_32768_characters_and_says_how_many_are_missing()
    {
        var huge = new string('x', 10_000_000);
        Measure(() => Log.Info("{a} {b}", huge, "after"));

        Assert.Equal(new string('x', 32_768) + "... (9967232 more characters) after", Text);
        Assert.Same(huge, Single.GetParameters().First());
    }

    [Fact]
    public void Message_is_cut_at_65536_characters_and_says_how_many_are_missing()
    {
        var huge = new string('x', 10_000_000);
        var template = huge + "{A}";
        Measure(
            () =>
            {
                Log.Info(huge);
                Log.Info(template, 1);
                Log.Info("{A}{B}{C}", new string('a', 40_000), new string('b', 40_000), new string('c', 40_000));
            },
            characters: 2 * huge.Length);

        Assert.Equal(new string('x', 65_536) + "... (9934464 more characters)", Events[0].Message.ToString());
        Assert.Equal(new string('x', 65_536) + "... (9934467 more characters)", Events[1].Message.ToString());
        Assert.InRange(Events[2].Message.ToString()!.Length, 65_536, 65_600);
        Assert.EndsWith(" more characters)", Events[2].Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_leaves_no_half_of_a_character_and_escapes_count()
    {
        Log.Info("{A}", string.Concat(Enumerable.Repeat("🐘", 20_000)));
        Log.Info("x{A}", string.Concat(Enumerable.Repeat("🐘", 20_000)));
        Log.Info(new string('\u001b', 1_000_000));

        Assert.All(Events, static e => Assert.Equal("", HostileText.UnsafeIn(e.Message.ToString()!)));
        Assert.DoesNotContain(@"\ud8", Events[1].Message.ToString(), StringComparison.Ordinal);
        Assert.InRange(Events[2].Message.ToString()!.Length, 65_536, 65_600);
        Assert.EndsWith("\\u001b... (989077 more characters)", Events[2].Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Large_collections_and_graphs_are_cut()
    {
        var deep = new Node(null);
        for (var i = 0; i < 100_000; i++)
            deep = new Node(deep);
        var wide = Enumerable.Repeat(Enumerable.Repeat("x", 1000).ToList(), 1000).ToList();
        var list = Enumerable.Range(0, 1_000_000).ToList();
        var (set, map, text) = (list.ToHashSet(), list.ToDictionary(static i => i), new string('"', 10_000_000));
        Measure(() =>
        {
            Log.Info("{A}", list);
            Log.Info("{A}", set);
            Log.Info("{A}", map);
            Log.Info("{A}", Enumerable.Range(0, 1_000_000).Where(static _ => true));
            Log.Info("{@A}", deep);
            Log.Info("{A} end", wide);
            Log.Info("{A} end", new List<string> { text, "y", "z" });
            Log.Info("{@A} end", new { B = text });
        });

        Assert.All(Events, static e => Assert.InRange(e.Message.ToString()!.Length, 1, 40_000));
        Assert.All(Events.Take(3), static e => Assert.Contains("... (999900 more)]", e.Message.ToString()));
        Assert.EndsWith(", ...]", Events[3].Message.ToString(), StringComparison.Ordinal);
        Assert.Contains("... (900 more)]", Events[5].Message.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"\.\.\. \(at least \d+ more characters\) end$", Events[6].Message.ToString());
        Assert.Matches(@"\.\.\. \(\d+ more characters\) end$", Events[7].Message.ToString());
    }

    [Fact]
    public void Template_from_outside_costs_time_in_proportion_to_its_length()
    {
        string[] texts =
        [
            Times("{ "), Times("{a}"), Times("{a.b}{a_b}{a-b}"), Times("{0}"), Times("{a,5"), Times("{{"), Times("}"),
            Times("{a[0]"), "{a" + Times("[0]") + "}", "{a" + Times(".a") + "}", Times("{ ") + "}", Times("{@a}"),
            string.Concat(Enumerable.Range(0, 20_000).Select(static i => "{a" + (char)(0x4e00 + i) + "!}")),
            string.Concat(Enumerable.Range(0, 20_000).Select(static i => "{a" + (char)(0x2500 + (i % 4000)) + "}")),
        ];
        foreach (var text in texts)
        {
            foreach (var length in new[] { text.Length, 60_000, 1000 })
            {
                var format = text[..Math.Min(length, text.Length)];
                Measure(() =>
                {
                    Log.Info(format, 1);
                    Log.Info(format, ("a", 1));
                    Log.Info(format);
                });
            }
        }

        Assert.All(Events, static e => Assert.InRange(e.Message.ToString()!.Length, 0, 70_000));
    }

    [Fact]
    public void Holes_after_the_256th_are_text()
    {
        Log.Info(string.Concat(Enumerable.Repeat("{a}", 258)), ("a", 1));

        Assert.Equal(new string('1', 256) + "{a}{a}", Text);
    }

    [Fact]
    public async Task Lines_and_stack_texts_of_megabytes_are_cut()
    {
        var output = new StringWriter();
        Hub.StartLogging(output, "info");
        Log.Error(new StackException(new StringBuilder().Insert(0, "   at A.B()\n", 500_000).ToString()), "first");
        Log.Error(new InvalidOperationException(new string('m', 5_000_000)), "second");
        Akka.Event.Logging.GetLogger(Sys, "akka").Info("third" + new string('x', 5_000_000));
        Log.Info("last");
        await Sys.Terminate();

        var lines = output.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.InRange(output.ToString().Length, 1, 4 * 66_000 + (100_000 / 12 * 4 * 2));
        Assert.Contains(lines, static line => line.StartsWith("    ... (", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.EndsWith("m... (4934498 more characters)", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.EndsWith("x... (4934469 more characters)", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.EndsWith(" last", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exceptions_inside_of_others_without_end_are_cut_in_every_sink()
    {
        var output = new StringWriter();
        Hub.StartLogging(output, "info");
        Exception deep = new InvalidOperationException("innermost");
        Exception wide = new IOException("leaf");
        Exception own = new StackException("s");
        for (var i = 0; i < 50_000; i++)
        {
            deep = new InvalidOperationException("deep", deep);
            own = new StackException("s", own);
        }

        for (var i = 0; i < 60; i++)
            wide = new AggregateException("wide", wide, wide);
        foreach (var cause in new[] { deep, wide, own, new AggregateException(deep, own) })
        {
            Log.Error(cause, "failed {A}", 1);
            Assert.InRange(Events[^1].ToString().Length, 1, 100_000);
            Hub.MakeLogger("test.b").Failure("failed", new FailedFuture(cause));
        }

        await Sys.Terminate();
        Assert.InRange(output.ToString().Length, 1, 2_000_000);
        Assert.Contains("more exceptions, and those inside of them)", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException) + ": deep", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Buffers_of_a_sink_shrink_again()
    {
        var output = new CountingStream();
        var writer = new LogLineWriter(new ByteLogOutput(output), Sys.Scheduler, null);
        for (var i = 0; i < 3; i++)
            writer.Write(new Info(new StackException(new string('s', 1_000_000)), "s", typeof(string), new string('x', 1_000_000)));

        Assert.InRange(output.Bytes, 3 * 2 * 65_536, 3 * 2 * 66_000);
        Assert.InRange(writer.BufferCapacity, 1, 4096);
    }

    private static string Times(string part) => new StringBuilder().Insert(0, part, 1_000_000 / part.Length).ToString();

    // Does as the compiler's code for a hole does, but with a format that is not a literal.
    private static void Call(ITxaioLogger log, object value, int alignment, string format)
    {
        var handler = new TxaioLogInterpolatedStringHandler<TxaioLogLevels.Info>(0, 1, log, out _);
        handler.AppendFormatted(value, alignment, format, "value");
        log.Info(ref handler);
    }

    // The characters of a template or message are copied a few times, so they raise the bound.
    private void Measure(Action call, long characters = 0)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        var first = Events.Count;
        call();
        foreach (var e in Events.Skip(first))
            _ = e.Message.ToString();
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, MostTime);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes + (64 * characters));
    }

    private sealed class Node(Node? inner)
    {
        public Node? Inner => inner;
    }

    private sealed class StackException(string stack, Exception? inner = null) : Exception("m", inner)
    {
        public override string StackTrace => stack;
    }

    private sealed class CountingStream : MemoryStream
    {
        public long Bytes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Bytes += count;
    }

    private sealed class Padded : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) =>
            "x".PadRight(format is { Length: > 1 } ? int.Parse(format[1..], CultureInfo.InvariantCulture) : 1);
    }
}

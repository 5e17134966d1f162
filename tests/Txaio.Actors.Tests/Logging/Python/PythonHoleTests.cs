using Akka.Event;

namespace Txaio.Actors.Tests.Logging.Python;

/// <summary>The holes that sinks get for Python's specs and conversions, and specs that .NET formats.</summary>
public sealed class PythonHoleTests : LoggingTestBase
{
    public static TheoryData<string, object?, string, string> Examples => new()
    {
        { "{rtt:.2f}", 3.14159, "3.14", "{rtt:F2}" },
        { "{id:05d}", 42, "00042", "{id:00000;-0000}" },
        { "{id:05d}", -42, "-0042", "{id:00000;-0000}" },
        { "{n:>8}", 42, "      42", "{n,8}" },
        { "{n:<8}|", "text", "text    |", "{n,-8}|" },
        { "{n:^8}", 42, "   42   ", "{n_text}" },
        { "{n:,}", 1234567, "1,234,567", "{n:N0}" },
        { "{n:,d}", 1234567, "1,234,567", "{n:N0}" },
        { "{n:_}", 1234567, "1_234_567", "{n_text}" },
        { "{p:.1%}", 0.256, "25.6%", "{p:0.0%}" },
        { "{x:#x}", 255, "0xff", "{x_text}" },
        { "{e:.3e}", 12345.678, "1.235e+04", "{e:0.000e+00}" },
        { "{s!r}", "it's\n", @"""it's\n""", "{s_text}" },
        { "{s!s}", "text", "text", "{s}" },
        { "{s!s}", 3.0, "3.0", "{s_text}" },
        { "{n:+d}", 5, "+5", "{n:+0;-0}" },
        { "{x:,.2f}", 1234.5, "1,234.50", "{x:N2}" },
        { "{x,9:.2f}", 1.5, "     1.50", "{x,9:F2}" },
        { "{x:.20f}", 0.1, "0.10000000000000000555", "{x:F20}" },
        { "{x:.0f}", 2.5m, "2", "{x_text}" },
        { "{x:.0f}", 3.5m, "4", "{x:F0}" },
        { "{x:.2f}", double.NaN, "nan", "{x_text}" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Spec_is_translated_or_the_value_rendered(string template, object? value, string text, string sinks)
    {
        var name = new string([.. template.Skip(1).TakeWhile(char.IsLetter)]);
        Log.Info(template, value);
        Log.Info(template, (name, value));

        Assert.Equal(2, Events.Count);
        Assert.All(Events, e =>
        {
            Assert.Equal(text, e.Message.ToString());
            Assert.Equal(sinks, e.GetTemplate());
            Assert.Equal(value, PropertiesOf(e)[name]);
        });
    }

    [Theory]
    [InlineData("0.00", 3.14159, "3.14")]
    [InlineData("f", 3.14159, "3.14")]
    [InlineData("e3", 3.14159, "3.142e+000")]
    [InlineData("#,##0", 1234.0, "1,234")]
    [InlineData("0.0%", 0.256, "25.6%")]
    [InlineData("#%", 0.256, "26%")]
    [InlineData("0.0s", 1.25, "1.3s")]
    [InlineData("00m", 5.0, "05m")]
    [InlineData("00d", 5.0, "05d")]
    [InlineData("+0.00;-0.00", 1.5, "+1.50")]
    [InlineData("N1", 1234.5, "1,234.5")]
    [InlineData("g", 1.5, "1.5")]
    public void Spec_of_dotnet_keeps_its_meaning(string format, double value, string text)
    {
        Log.Info("{x:" + format + "}", value);

        Assert.Equal(text, Text);
        Assert.Equal("{x:" + format + "}", Single.GetTemplate());
    }

    [Fact]
    public void Value_stays_a_property_beside_its_text()
    {
        Log.Info("{n:^4} {n} {n:^6} {a.Length:^3} {v:{w}}", ("n", 1), ("a", "abc"), ("v", 2), ("w", 3), ("more", 4));

        Assert.Equal(" 1   1   1     3    2", Text);
        Assert.Equal("{n_text} {n} {n_text_2} {a_Length_text} {v_text}", Single.GetTemplate());
        Assert.Equal(1, Properties["n"]);
        Assert.Equal(" 1  ", Properties["n_text"]);
        Assert.Equal(3, Properties["a_Length"]);
        Assert.Equal(2, Properties["v"]);
        Assert.Equal(3, Properties["w"]);
        Assert.Equal(4, Properties["more"]);
    }

    [Fact]
    public void Text_of_a_value_takes_no_name_of_a_field()
    {
        Log.Info("{n:^4}", ("n", 1), ("n_text", "mine"), ("n_text_2", "too"));

        Assert.Equal("{n_text_3}", Single.GetTemplate());
        Assert.Equal("mine", Properties["n_text"]);
    }

    [Fact]
    public void Positions_count_the_holes_in_formats()
    {
        Log.Info("{v:{w}} {after} {more}", 1, "^5", "b", "c");
        Log.Info("{1:.1f} {0:05d} {1:{0}}", 7, 2.5);

        Assert.Equal(["  1   b c", "2.5 00007     2.5"], Events.Select(static e => e.Message.ToString()));
    }

    [Fact]
    public void Interpolated_strings_have_them_too()
    {
        var (rtt, id, log_level) = (3.14159, 7, "mine");
        Log.Info($"{rtt:.2f} {id:05d} {id,6:+d} {id + 1:^5}| {log_level:>5}");

        Assert.Equal("3.14 00007     +7   8  |  mine", Text);
        Assert.Equal("{rtt:F2} {id:00000;-0000} {id_2,6:+0;-0} {_3_text}| {log_level_2,5}", Single.GetTemplate());
        Assert.Equal(8, Properties["_3"]);
    }

    [Fact]
    public void Names_that_are_always_there_have_them_too()
    {
        Log.Info("at {log_level:>6} {log_level!r}");

        Assert.Equal("at   info 'info'", Text);
        Assert.Equal("at {log_level,6} {log_level_text}", Single.GetTemplate());
    }

    [Theory]
    [InlineData("{x:.2f}", "text")]
    [InlineData("{x:05d}", 1.5)]
    [InlineData("{x:.2f}", DayOfWeek.Friday)]
    [InlineData("{x:=8}", "text")]
    [InlineData("{x!r:+}", 1)]
    [InlineData("{x:{missing}}", 1)]
    public void Spec_that_does_not_fit_shows_the_hole(string template, object value)
    {
        Log.Info(template + " {y}", ("x", value), ("y", 1));

        Assert.Equal(template + " 1", Text);
        Assert.Equal(value, Properties["x"]);
    }

    [Theory]
    [InlineData("{x:>1001}")]
    [InlineData("{x:.1001f}")]
    [InlineData("{x:099999999999d}")]
    [InlineData("{x:^{w}}")]
    [InlineData("{x:.{w}f}")]
    [InlineData("{x!r:>1001}")]
    public void Width_or_precision_beyond_1000_shows_the_hole(string template)
    {
        Log.Info(template, ("x", 1.5), ("w", 999_999_999));

        Assert.Equal(template, Text);
    }

    [Fact]
    public void Null_is_null_and_None_where_it_is_converted()
    {
        Log.Info("{n:>6}|{n:^6}|{n:.2f}|{n!r}|{n!s}", ("n", null));

        Assert.Equal("  null| null |null|None|None", Text);
    }

    [Fact]
    public void Values_that_Python_does_not_have_are_aligned_and_have_their_own_text()
    {
        var day = new DateOnly(2016, 1, 21);
        Log.Info("{d:>12}|{d:^12}|{d!r}|{e!r}|{m!r}", ("d", day), ("e", DayOfWeek.Friday), ("m", 1.50m));

        Assert.Equal("  01/21/2016| 01/21/2016 |01/21/2016|Friday|1.50", Text);
    }

    [Fact]
    public void Endless_and_deep_values_are_cut()
    {
        var self = new List<object>();
        self.Add(self);
        Log.Info("{a!r}", ("a", self));
        Log.Info("{a!r}", ("a", Enumerable.Range(0, int.MaxValue)));
        Log.Info("{a!r}", ("a", new string('\n', 5_000_000)));

        Assert.Equal("[[[[[[[[[[...]]]]]]]]]]", Events[0].Message.ToString());
        Assert.EndsWith("98, 99, ...]", Events[1].Message.ToString(), StringComparison.Ordinal);
        Assert.InRange(Events[2].Message.ToString()!.Length, 32_768, 40_000);
    }

    [Fact]
    public void Below_the_level_nothing_is_allocated_or_rendered()
    {
        var loud = new Loud();
        Log.Debug("{x!r} {y:.2f}", loud, 1.5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Log.Debug("{x!r} {y:.2f}", loud, 1.5);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(0, after - before);
        Assert.Equal(0, loud.Calls);
        Log.Info("{x!r} {x!s:^8}", ("x", loud));
        Assert.Equal("{x!r} {x!s:^8}", Text);
        Assert.NotEqual(0, loud.Calls);
    }

    private sealed class Loud
    {
        public int Calls { get; private set; }

        public override string ToString()
        {
            Calls++;
            throw new InvalidOperationException("loud");
        }
    }
}

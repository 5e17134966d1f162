using System.Dynamic;
using Akka.Event;
using Txaio.Actors.LogTemplates;

namespace Txaio.Actors.Tests.Logging;

/// <summary>How templates are parsed, how their holes are filled, and how holes without a value are shown.</summary>
public sealed class LogTemplateTests : LoggingTestBase
{
    private readonly Shape _shape = new();

    [Fact]
    public void Paths_by_key_index_and_member_are_followed()
    {
        Log.Info(
            "{things[one]} {nouns[2]} {what.config[foo]} {what.sides} {pair[1]}",
            ("things", new Dictionary<string, int> { ["one"] = 1 }),
            ("nouns", new[] { "skunk", "elephant", "wombat" }),
            ("what", _shape),
            ("pair", ("a", "b")));

        Assert.Equal("1 wombat bar 4 b", Text);
    }

    [Fact]
    public void Paths_reach_sinks_as_plain_names()
    {
        Log.Info("{things[one]} {what.config[foo],5:N1}", ("things", Ones()), ("what", _shape), ("more", 1));

        Assert.Equal("{things_one} {what_config_foo,5:N1}", Single.GetTemplate());
        Assert.Equal(1, Properties["things_one"]);
        Assert.Equal("bar", Properties["what_config_foo"]);
        Assert.Equal(["things_one", "what_config_foo", "more"], Properties.Keys);
    }

    [Fact]
    public void Paths_that_would_share_a_plain_name_get_two()
    {
        Log.Info("{a[b]} {a_b} {a[b]}", ("a", new Dictionary<string, int> { ["b"] = 1 }), ("a_b", 2));

        Assert.Equal("1 2 1", Text);
        Assert.Equal("{a_b} {a_b_2} {a_b}", Single.GetTemplate());
        Assert.Equal(1, Properties["a_b"]);
        Assert.Equal(2, Properties["a_b_2"]);
    }

    [Fact]
    public void Members_are_found_but_for_case()
    {
        Log.Info("{what.SIDES} {what.Field}", ("what", _shape));

        Assert.Equal("4 field", Text);
    }

    [Fact]
    public void Generic_only_dictionaries_and_int_keys_are_followed()
    {
        dynamic expando = new ExpandoObject();
        expando.name = "e";
        Log.Info(
            "{e.name} {e[name]} {n[7]} {s[1]}",
            ("e", (object)expando),
            ("n", new Dictionary<int, string> { [7] = "seven" }),
            ("s", "xyz"));

        Assert.Equal("e e seven y", Text);
    }

    [Theory]
    [InlineData("{missing}")]
    [InlineData("{missing,5:N2}")]
    [InlineData("{what.missing}")]
    [InlineData("{what.config[missing]}")]
    [InlineData("{nouns[9]}")]
    [InlineData("{nouns[x]}")]
    [InlineData("{nothing.at.all}")]
    [InlineData("{what.Throws}")]
    [InlineData("{loud}")]
    [InlineData("{time:Q}")]
    [InlineData("{ x }")]
    [InlineData("{}")]
    [InlineData("{x[}")]
    [InlineData("{x.}")]
    [InlineData("{x,wide}")]
    [InlineData("{x,2000000000}")]
    [InlineData("{\"json\": 1}")]
    [InlineData("{x")]
    [InlineData("x}")]
    [InlineData("{!r}")]
    public void Keyword_hole_that_cannot_be_filled_is_shown_as_written(string hole)
    {
        Log.Info(
            "a " + hole + " b {x} c",
            ("x", 1),
            ("what", _shape),
            ("nouns", new[] { "skunk" }),
            ("nothing", null),
            ("loud", new Loud()),
            ("time", DateTime.UnixEpoch));

        Assert.Equal("a " + hole + " b 1 c", Text);
        Assert.Equal(1, Properties["x"]);
    }

    [Theory]
    [InlineData("{A} {B}", "1 {B}")]
    [InlineData("{0} {1}", "1 {1}")]
    [InlineData("{0} {0}", "1 1")]
    [InlineData("{\"json\": {A}}", "{\"json\": 1}")]
    [InlineData("{\"json\": 1} {A}", "{\"json\": 1} 1")]
    [InlineData("{} {A}", "{} 1")]
    [InlineData("{a b} {A}", "{a b} 1")]
    [InlineData("{A:Q}", "{A:Q}")]
    [InlineData("{A,4}|{", "   1|{")]
    [InlineData("{A,-4}|}", "1   |}")]
    [InlineData("{{A}} {A}", "{A} 1")]
    [InlineData("{{{A}}}", "{1}")]
    [InlineData("{log_level} {A}", "info 1")]
    [InlineData("{A} {log_level} {B}", "1 info {B}")]
    [InlineData("{0} {txaio_trace}", "1 False")]
    [InlineData("no hole", "no hole")]
    [InlineData("{@A} {$A}", "1 1")]
    [InlineData("{@A} {$B}", "1 {$B}")]
    [InlineData("{2147483647}", "{2147483647}")]
    [InlineData("{a.b[c]}", "1")]
    public void Positional_holes_are_filled_or_shown_as_written(string template, string text)
    {
        Log.Info(template, 1);

        Assert.Equal(text, Text);
    }

    [Theory]
    [InlineData("{1} {0}", "b a")]
    [InlineData("{B} {A}", "a b")]
    [InlineData("{1} {A}", "a b")]
    public void Positional_numbers_are_indexes_only_if_all_holes_are(string template, string text)
    {
        Log.Info(template, "a", "b");

        Assert.Equal(text, Text);
    }

    [Fact]
    public void Holes_that_are_left_unfilled_do_not_shift_the_others_at_the_sinks()
    {
        Log.Info("{a} {missing} {b}", ("a", 1), ("b", 2));

        Assert.Equal("{a} {{missing}} {b}", Single.GetTemplate());
        Assert.Equal([1, 2], Single.GetParameters());
    }

    [Fact]
    public void Names_that_begin_with_a_digit_are_names_to_the_sinks()
    {
        Log.Info("{1st} {b}", ("1st", 1), ("b", 2));

        Assert.Equal("{_1st} {b}", Single.GetTemplate());
        Assert.Equal("1 2", Text);
    }

    [Fact]
    public void Field_whose_hole_cannot_be_filled_travels_as_a_property()
    {
        Log.Info("{what.missing}", ("what", _shape));

        Assert.Same(_shape, Properties["what"]);
    }

    [Fact]
    public void Names_that_are_always_there_are_ours_in_templates()
    {
        Hub.SetGlobalLogLevel("trace");
        Log.Trace("{log_level} {txaio_trace} {log_time:yyyy} {x}", ("x", 1), ("log_level", "mine"));

        Assert.Equal($"trace True {Sys.Scheduler.Now:yyyy} 1", Text);
    }

    [Fact]
    public void Values_are_rendered_in_the_invariant_culture()
    {
        Log.Info("{A:N1} {B} {C:yyyy-MM-dd}", 1234.5, 0.5, DateTime.UnixEpoch);

        Assert.Equal("1,234.5 0.5 1970-01-01", Text);
    }

    [Fact]
    public void Collections_are_rendered_with_their_items_within_bounds()
    {
        var loop = new List<object>();
        loop.Add(loop);
        Log.Info("{A} {B} {C}", new List<object?> { 1, null, "x" }, Ones(), Enumerable.Range(0, 101).ToArray());
        Log.Info("{A}", loop);

        Assert.Equal($"[1, null, \"x\"] [(\"one\": 1)] [{string.Join(", ", Enumerable.Range(0, 100))}, ... (1 more)]",
            Events[0].Message.ToString());
        Assert.StartsWith("[[[", Events[1].Message.ToString());
    }

    [Fact]
    public void Collection_that_is_changed_while_it_is_rendered_is_shown_as_written()
    {
        Log.Info("{A}", new List<object> { 1, new Loud() });

        Assert.Equal("{A}", Text);
    }

    [Theory]
    [InlineData(LogTemplateKind.Positional)]
    [InlineData(LogTemplateKind.Keyword)]
    [InlineData(LogTemplateKind.Text)]
    internal void Cache_stays_bounded_and_right_whatever_is_logged(LogTemplateKind kind)
    {
        var cache = new LogTemplateCache(kind);
        for (var i = 0; i < 5 * LogTemplateCache.Capacity; i++)
            Assert.Equal($"text {i}", cache.Get($"text {i}").Tail);
        _ = cache.Get(new string('x', LogTemplateCache.MaxLength + 1));

        Assert.InRange(cache.Count, 1, LogTemplateCache.Capacity);
    }

    [Fact]
    public void Cache_gives_the_same_template_for_the_same_text()
    {
        var cache = new LogTemplateCache(LogTemplateKind.Positional);
        var first = cache.Get("x {A}");

        Assert.Same(first, cache.Get("x {A}"));
        Assert.Same(first, cache.Get(new string("x {A}".AsSpan())));
    }

    [Fact]
    public void Interpolated_calls_build_their_template_once()
    {
        var before = InterpolatedNode.Count;
        for (var i = 0; i < 100; i++)
            Log.Info($"once {i} only {i:N0}");

        Assert.InRange(InterpolatedNode.Count - before, 0, 4);
        Assert.Single(Events.Select(e => e.GetTemplate()).Distinct(ReferenceEqualityComparer.Instance));
    }

    [Theory]
    [InlineData("times", "times")]
    [InlineData("obj.Prop", "obj_Prop")]
    [InlineData("this._x", "this__x")]
    [InlineData("@class", "class")]
    [InlineData("a + b", "_7")]
    [InlineData("a?.b", "_7")]
    [InlineData("f()", "_7")]
    [InlineData("a[0]", "_7")]
    [InlineData("\"x\"", "_7")]
    [InlineData("1", "_7")]
    [InlineData("a.1", "_7")]
    [InlineData("", "_7")]
    public void Interpolated_names_are_plain_paths_or_positions(string expression, string name) =>
        Assert.Equal(name, InterpolatedTemplate.NameOf(expression, 7));

    private static Dictionary<string, int> Ones() => new() { ["one"] = 1 };

    private sealed class Shape
    {
        public readonly string Field = "field";

        public int sides => 4;

        public Dictionary<string, string> Config { get; } = new() { ["foo"] = "bar" };

        public string Throws => throw new InvalidOperationException("property");
    }

    private sealed class Loud
    {
        public override string ToString() => throw new InvalidOperationException("ToString");
    }
}

using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

/// <summary>Log calls as in users' code, and the overloads that they bind to.</summary>
public sealed class LogCallTests : LoggingTestBase
{
    private readonly InvalidOperationException _error = new("bad");

    [Theory]
    [InlineData("{\"json\": 1}")]
    [InlineData("100 % {done")]
    [InlineData("}{ {{twice}} {0} {name}")]
    [InlineData("{log_levels} {{log_level}}")]
    public void Text_with_braces_is_published_as_it_is(string text)
    {
        Log.Info(text);

        Assert.Equal(text, Text);
        Assert.Equal("{Message:l}", Single.GetTemplate());
        Assert.Equal([text], Single.GetParameters());
    }

    [Fact]
    public void Interpolated_names_that_become_alike_get_a_suffix()
    {
        var (a, a_b) = (new { b = 1 }, 2);
        Log.Info($"{a.b} {a_b} {a.b}");

        Assert.Equal("{a_b} {a_b_2} {a_b_3}", Single.GetTemplate());
        Assert.Equal("1 2 1", Text);
    }

    [Fact]
    public void Text_fills_the_names_that_are_always_there_and_nothing_else()
    {
        Log.Info("{log_level} {txaio_trace} {other} {\"json\": 1}");

        Assert.Equal("info False {other} {\"json\": 1}", Text);
        Assert.Equal("info", Properties["log_level"]);
        Assert.Equal("{log_level} {txaio_trace} {{other}} {{\"json\": 1}}", Single.GetTemplate());
    }

    [Fact]
    public void Text_at_trace_fills_txaio_trace()
    {
        Hub.SetGlobalLogLevel("trace");

        Log.Trace("trace {txaio_trace}");

        Assert.Equal("trace True", Text);
    }

    [Fact]
    public void Log_time_is_the_schedulers_time()
    {
        var before = Sys.Scheduler.Now;
        Log.Info("at {log_time}");
        var after = Sys.Scheduler.Now;

        Assert.InRange(Assert.IsType<DateTimeOffset>(Properties["log_time"]), before, after);
    }

    [Fact]
    public void One_argument_and_two_are_positional()
    {
        Log.Info("x {A}", 5);
        Log.Info("x {A} {B}", 5, "b");
        Log.Info("x {A} {B} {C}", 5, "b", 1.5);
        Log.Info("x {A} {B} {C} {D}", 5, "b", 1.5, 'd');

        Assert.Equal(["x 5", "x 5 b", "x 5 b 1.5", "x 5 b 1.5 d"], Events.Select(e => e.Message.ToString()));
    }

    [Fact]
    public void Null_is_one_argument()
    {
        Log.Info("x {0}", (object?)null);
        Log.Info("x {0}", null);

        Assert.All(Events, e => Assert.Equal("x null", e.Message.ToString()));
        Assert.All(Events, e => Assert.Equal([null], e.GetParameters()));
    }

    [Fact]
    public void Object_array_is_the_arguments()
    {
        object?[] args = [1, "two"];
        Log.Info("{0} {1}", args);
        Log.Info("{0}", Array.Empty<object>());

        Assert.Equal(["1 two", "{0}"], Events.Select(e => e.Message.ToString()));
    }

    [Fact]
    public void Object_array_changed_after_the_call_does_not_change_the_event()
    {
        object?[] args = [1];
        Log.Info("{0}", args);
        args[0] = 2;

        Assert.Equal("1", Text);
    }

    [Fact]
    public void Any_other_array_is_one_argument()
    {
        Log.Info("{0}", new[] { "a", "b" });
        Log.Info("{0}", new[] { 1, 2 });

        Assert.Equal(["[\"a\", \"b\"]", "[1, 2]"], Events.Select(e => e.Message.ToString()));
        Assert.All(Events, e => Assert.Single(e.GetParameters()));
    }

    [Fact]
    public void Array_of_fields_is_the_fields()
    {
        (string Name, object? Value)[] fields = [("x", 1), ("y", null)];

        Log.Info("a {x} {y}", fields);

        Assert.Equal("a 1 null", Text);
    }

    [Fact]
    public void Tuples_of_a_name_and_a_value_are_keywords()
    {
        Log.Info("a {y} {x}", ("x", 1), ("y", null));

        Assert.Equal("a null 1", Text);
        Assert.Equal(1, Properties["x"]);
    }

    // An F# program binds struct tuples to the generic overloads.
    [Fact]
    public void Tuple_given_as_a_plain_argument_is_a_keyword()
    {
        Log.Info<(string, object?)>("a {x}", ("x", 1));

        Assert.Equal("a 1", Text);
        Assert.Equal(1, Properties["x"]);
    }

    [Fact]
    public void Two_tuples_given_as_plain_arguments_are_keywords()
    {
        Log.Info<(string, object?), (string, object?)>("a {y} {x}", ("x", 1), ("y", null));

        Assert.Equal("a null 1", Text);
    }

    [Fact]
    public void Three_tuples_given_as_plain_arguments_are_keywords()
    {
        Log.Info<(string, object?), (string, object?), (string, object?)>(
            "a {y} {z} {x}", ("x", 1), ("y", null), ("z", "{x}"));

        Assert.Equal("a null {x} 1", Text);
    }

    [Fact]
    public void Tuple_beside_another_argument_is_an_argument()
    {
        Log.Info<(string, object?), int>("a {0} {1}", ("x", 1), 2);

        Assert.Equal(2, Properties["1"]);
    }

    [Fact]
    public void A_pair_of_strings_is_a_keyword()
    {
        Log.Info("pair {0}", ("a", "b"));

        Assert.Equal("pair {0}", Text);
        Assert.Equal("b", Properties["a"]);
    }

    [Fact]
    public void Cause_comes_first_in_every_form()
    {
        var what = "it";
        Log.Error(_error, "failed");
        Log.Error(_error, "failed {What}", what);
        Log.Error(_error, "failed {A} {B} {C} {D}", 1, 2, 3, 4);
        Log.Error(_error, "failed {what}", ("what", what));
        Log.Error(_error, $"failed {what}");
        Log.Error(_error, "failed {0}", (object?)null);
        Log.Error(_error, "failed {0}", new object[] { 1 });

        Assert.All(Events, e => Assert.Same(_error, e.Cause));
        Assert.Equal(
            ["failed", "failed it", "failed 1 2 3 4", "failed it", "failed it", "failed null", "failed 1"],
            Events.Select(e => e.Message.ToString()));
        Assert.IsType<string>(Events[0].Message);
        Assert.Equal("failed {what}", Events[4].GetTemplate());
    }

    [Fact]
    public void A_surplus_trailing_exception_is_the_cause()
    {
        Log.Error("failed", _error);
        Log.Error("failed {What}", "it", _error);

        Assert.All(Events, e => Assert.Same(_error, e.Cause));
        Assert.Equal(["failed", "failed it"], Events.Select(e => e.Message.ToString()));
        Assert.Equal(["it"], Events[1].GetParameters());
    }

    [Fact]
    public void A_trailing_exception_with_a_hole_of_its_own_is_an_argument()
    {
        Log.Error("failed: {Error}", _error);

        Assert.Null(Single.Cause);
        Assert.Equal($"failed: {_error}", Text);
    }

    [Fact]
    public void A_surplus_exception_beside_a_cause_stays_an_argument()
    {
        var other = new InvalidOperationException("other");
        Log.Error(_error, "failed", other);

        Assert.Same(_error, Single.Cause);
        Assert.Equal([other], Single.GetParameters());
    }

    [Fact]
    public void Interpolated_text_is_a_template_with_names()
    {
        var times = 3;
        var obj = new { Prop = 1234.5 };

        Log.Info($"Hopping {times} times, {obj.Prop,9:N1}");

        Assert.Equal("Hopping {times} times, {obj_Prop,9:N1}", Single.GetTemplate());
        Assert.Equal("Hopping 3 times,   1,234.5", Text);
        Assert.Equal(3, Properties["times"]);
        Assert.Equal(1234.5, Properties["obj_Prop"]);
    }

    [Fact]
    public void Interpolated_holes_that_are_no_plain_path_are_named_by_position()
    {
        int a = 1, b = 2;
        Log.Info($"{a} + {b} = {a + b} {"quoted".Length + b} {Math.Max(a, b)}");

        Assert.Equal("{a} + {b} = {_2} {_3} {_4}", Single.GetTemplate());
        Assert.Equal("1 + 2 = 3 8 2", Text);
    }

    [Fact]
    public void Interpolated_holes_of_one_name_get_a_suffix()
    {
        var a = 1;
        Log.Info($"{a} {a} {a}");

        Assert.Equal("{a} {a_2} {a_3}", Single.GetTemplate());
        Assert.Equal("1 1 1", Text);
    }

    [Fact]
    public void Interpolated_literal_braces_stay_literal()
    {
        var a = 1;
        Log.Info($"{{{a}}} {{x}}");

        Assert.Equal("{1} {x}", Text);
        Assert.Equal("{{{a}}} {{x}}", Single.GetTemplate());
    }

    [Fact]
    public void Interpolated_values_with_braces_are_values()
    {
        var json = "{\"a\": {0}}";
        Log.Info($"got {json}");

        Assert.Equal("got {\"a\": {0}}", Text);
        Assert.Equal(json, Properties["json"]);
    }

    [Fact]
    public async Task Interpolated_holes_may_await_and_be_dynamic()
    {
        dynamic d = 5;
        var late = Task.FromResult("late");
        Log.Info($"{await late} {d}");

        Assert.Equal("late 5", Text);
    }

    [Fact]
    public void Interpolated_holes_may_be_spans()
    {
        Log.Info($"{"abcdef".AsSpan(1, 2),4}|");

        Assert.Equal("  bc|", Text);
    }

    [Fact]
    public void Interpolated_texts_of_one_shape_and_other_formats_do_not_mix()
    {
        var a = 1.0;
        Log.Info($"{a:N1}");
        Log.Info($"{a:N2}");
        Log.Info($"{a,5}|");
        Log.Info($"{a,-5}|");

        Assert.Equal(["1.0", "1.00", "    1|", "1    |"], Events.Select(e => e.Message.ToString()));
    }

    [Fact]
    public void Interpolated_text_below_the_level_does_not_evaluate_its_holes()
    {
        var called = 0;
        int Costly() => ++called;

        Log.Debug($"{Costly()}");
        Log.Emit(TxaioLogLevel.Debug, $"{Costly()}");
        Log.Debug(_error, $"{Costly()}");
        Log.Emit(TxaioLogLevel.Debug, _error, $"{Costly()}");

        Assert.Equal(0, called);
        Assert.Empty(Events);
    }

    [Fact]
    public void Emit_takes_every_form()
    {
        var a = 1;
        Log.Emit(TxaioLogLevel.Info, "text {x}");
        Log.Emit(TxaioLogLevel.Info, "{A}", a);
        Log.Emit(TxaioLogLevel.Info, "{A} {B} {C} {D}", 1, 2, 3, 4);
        Log.Emit(TxaioLogLevel.Info, "{a}", ("a", a));
        Log.Emit(TxaioLogLevel.Info, $"{a}");
        Log.Emit(TxaioLogLevel.Info, _error, $"{a}");
        Log.Emit(TxaioLogLevel.Info, _error, "{A}", a);
        Log.Emit(TxaioLogLevel.Info, new LogCategory("none"), "{a}", ("a", a));
        Log.Emit(TxaioLogLevel.Info, "{A}", null);

        Assert.Equal(
            ["text {x}", "1", "1 2 3 4", "1", "1", "1", "1", "1", "null"],
            Events.Select(e => e.Message.ToString()));
    }

    [Fact]
    public void Arguments_of_a_value_type_larger_than_a_word_work()
    {
        Log.Info("{Id} {When:yyyy}", Guid.Empty, new DateTime(2016, 1, 21, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal("00000000-0000-0000-0000-000000000000 2016", Text);
    }
}

using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

public sealed class LogCategoryTests : LoggingTestBase
{
    private static readonly string[] Nouns = ["skunk", "elephant", "wombat"];

    [Fact]
    public void Known_category_uses_its_template_instead_of_the_calls()
    {
        Hub.AddLogCategories(new Dictionary<string, string> { ["TX100"] = "{adjective} {nouns[2]}" });

        Log.Critical(new LogCategory("TX100"), "you won't see me", ("adjective", "hilarious"), ("nouns", Nouns));

        Assert.Equal("hilarious wombat", Text);
        Assert.Equal("TX100", Properties["LogCategory"]);
        Assert.Equal("critical", Properties["TxaioLevel"]);
        Assert.IsType<Error>(Single);
    }

    [Fact]
    public void Later_addition_of_the_same_id_wins()
    {
        Hub.AddLogCategories(new Dictionary<string, string> { ["TX100"] = "{adjective} {nouns[2]}", ["TX101"] = "o" });
        Hub.AddLogCategories(new Dictionary<string, string> { ["TX100"] = "{adjective} {nouns[1]}" });

        Log.Info(new LogCategory("TX100"), ("adjective", "hilarious"), ("nouns", Nouns));
        Log.Info(new LogCategory("TX101"));

        Assert.Equal(["hilarious elephant", "o"], Events.Select(e => e.Message.ToString()));
    }

    [Fact]
    public void Unknown_category_uses_the_calls_own_template()
    {
        Log.Info(new LogCategory("TX999"), "own {x}", ("x", 1), ("y", 2));

        Assert.Equal("own 1", Text);
        Assert.Equal("TX999", Properties["LogCategory"]);
        Assert.Equal(2, Properties["y"]);
    }

    [Fact]
    public void Unknown_category_without_a_template_is_an_empty_text_with_its_fields()
    {
        Log.Info(new LogCategory("TX999"), ("x", 1));

        Assert.Equal("", Text);
        Assert.Equal(1, Properties["x"]);
    }

    [Fact]
    public void Category_template_without_fields_is_still_a_template()
    {
        Hub.AddLogCategories(new Dictionary<string, string> { ["TX1"] = "{{at}} {log_level} {missing}" });

        Log.Info(new LogCategory("TX1"), "own");

        Assert.Equal("{at} info {missing}", Text);
    }

    [Fact]
    public void Configured_categories_are_known_from_the_start()
    {
        NewHub(TxaioLogLevel.Info, ("TX1", "configured")).MakeLogger("test.c").Info(new LogCategory("TX1"));

        Assert.Equal("configured", Text);
    }

    [Fact]
    public void Default_category_is_none()
    {
        Log.Info(default(LogCategory), "own");

        Assert.Equal("own", Text);
        Assert.DoesNotContain("LogCategory", Properties.Keys);
    }

    [Fact]
    public void AddLogCategories_with_null_is_refused_and_adds_nothing()
    {
        Assert.Throws<ArgumentNullException>(() => Hub.AddLogCategories(null!));
        var error = Assert.Throws<ArgumentException>(() =>
            Hub.AddLogCategories(new Dictionary<string, string> { ["A"] = "a", ["TX1"] = null! }));
        Log.Info(new LogCategory("A"), "own");

        Assert.Equal("The template of log category 'TX1' must not be null. (Parameter 'categories')", error.Message);
        Assert.Equal("own", Text);
    }
}

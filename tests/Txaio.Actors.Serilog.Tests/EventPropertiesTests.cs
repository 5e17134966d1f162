using Akka.Actor;
using Akka.Event;
using Serilog.Core;
using Serilog.Core.Enrichers;
using Serilog.Events;
using AkkaEvent = Akka.Event.LogEvent;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>The properties that sinks get for an event.</summary>
public sealed class EventPropertiesTests : SerilogTestBase
{
    private readonly ActorSystem _system;
    private readonly ITxaioLogger _log;
    private readonly ILoggingAdapter _akka;

    public EventPropertiesTests()
    {
        _system = Start(ToSink().CreateLogger());
        _log = _system.Txaio().MakeLogger("test.ours");
        _akka = Logging.GetLogger(_system, "test.akka");
    }

    [Fact]
    public async Task Event_of_an_actor_has_the_properties_of_Akka_Logger_Serilog()
    {
        var actor = _system.ActorOf<TellingActor>("test-actor");
        await actor.Ask<string>("hello", TimeSpan.FromSeconds(60));

        var written = Assert.Single(await EndAsync(_system));
        var published = Assert.Single(Published);

        Assert.Equal("an actor says \"hello\"", written.RenderMessage());
        Assert.Equal(typeof(TellingActor).FullName, written.Value("SourceContext"));
        Assert.Equal(published.LogSource, written.Value("LogSource"));
        Assert.Equal("akka://app/user/test-actor", written.Value("ActorPath"));
        Assert.Equal(published.Timestamp, written.Value("Timestamp"));
        Assert.Equal(published.Thread.ManagedThreadId.ToString("0000"), written.Value("Thread"));
        Assert.Equal(
            ["ActorPath", "LogSource", "SourceContext", "Text", "Thread", "Timestamp"],
            written.Properties.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Event_outside_of_actors_has_the_path_of_Nobody()
    {
        _akka.Info("text");

        var written = Assert.Single(await EndAsync(_system));

        Assert.Equal("akka://app/deadLetters", written.Value("ActorPath"));
        Assert.Equal(typeof(DummyClassForStringSources).FullName, written.Value("SourceContext"));
        Assert.Equal("test.akka (akka://app)", written.Value("LogSource"));
    }

    [Fact]
    public async Task Event_has_its_own_time_in_local_time()
    {
        _akka.Info("akka");
        _log.Info("{Who}", "ours");

        var written = await EndAsync(_system);

        Assert.Equal(Published.Select(e => e.Timestamp), written.Select(e => e.Timestamp.UtcDateTime));
        Assert.All(written, e => Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(e.Timestamp), e.Timestamp.Offset));
    }

    [Fact]
    public async Task Text_is_the_property_Message_and_its_braces_are_text()
    {
        _akka.Info("{\"json\": 1}");
        _log.Info("{\"json\": 1}");

        var written = await EndAsync(_system);

        Assert.Equal(2, written.Count);
        Assert.All(written, e => Assert.Equal("{\"json\": 1}", e.RenderMessage()));
        Assert.All(written, e => Assert.Equal("{Message:l}", e.MessageTemplate.Text));
        Assert.All(written, e => Assert.Equal("{\"json\": 1}", e.Value("Message")));
    }

    [Fact]
    public async Task Message_that_is_an_object_or_null_is_written()
    {
        _system.EventStream.Publish(new Info("test", typeof(string), new Version(1, 2)));
        _system.EventStream.Publish(new Info("test", typeof(string), null!));

        var written = await EndAsync(_system);

        Assert.Equal(["1.2", "null"], written.Select(e => e.RenderMessage()));
    }

    [Fact]
    public async Task Template_is_bound_by_Serilog()
    {
        _akka.Info("{User} took {Elapsed:0.0} of {@Size}", "Ann", 1.25, new Version(1, 2));
        _log.Info("{@Point} and {$Other}", new Point(1, 2), new Point(3, 4));
        _log.Info("{@Point}", ("Point", new Point(5, 6)));

        var written = await EndAsync(_system);

        Assert.Equal("{User} took {Elapsed:0.0} of {@Size}", written[0].MessageTemplate.Text);
        Assert.Equal("Ann", written[0].Value("User"));
        Assert.Equal(1.25, written[0].Value("Elapsed"));
        Assert.Contains("took 1.3 of", written[0].RenderMessage());
        Assert.Equal("{ X: 1, Y: 2 }", PropertiesOf(written[1], "Point"));
        Assert.Equal("3/4", written[1].Value("Other"));
        Assert.Equal("{ X: 5, Y: 6 }", PropertiesOf(written[2], "Point"));
    }

    [Fact]
    public async Task Positions_and_surplus_values_are_bound_as_Serilog_does()
    {
        _akka.Info("{1} {0}", "a", "b");
        _log.Info("{A}", "a", "b");

        var written = await EndAsync(_system);

        Assert.Equal(("a", "b"), (written[0].Value("0"), written[0].Value("1")));
        Assert.Equal("\"b\" \"a\"", written[0].RenderMessage());
        Assert.Equal(("a", "b"), (written[1].Value("A"), written[1].Value("__1")));
    }

    [Fact]
    public async Task Interpolated_text_and_paths_have_plain_names()
    {
        var user = new { Name = "Ann" };
        _log.Info($"{user.Name} {1 + 1}");
        _log.Info("{user.Name}", ("user", user));

        var written = await EndAsync(_system);

        Assert.Equal(("Ann", 2), (written[0].Value("user_Name"), written[0].Value("_1")));
        Assert.Equal("Ann", written[1].Value("user_Name"));
    }

    [Fact]
    public async Task Names_that_Serilog_does_not_take_for_names_do_not_shift_the_values()
    {
        _log.Info("{1st} {second}", ("1st", "a"), ("second", "b"));
        _log.Info("{1st} {second}", "a", "b");

        var written = await EndAsync(_system);

        Assert.Equal(("a", "b"), (written[0].Value("_1st"), written[0].Value("second")));
        Assert.Equal("\"a\" \"b\"", written[0].RenderMessage());
        // With values by position, {1st} is text, as in Serilog itself.
        Assert.Equal("{1st} \"a\"", written[1].RenderMessage());
    }

    [Fact]
    public async Task Fields_that_the_template_does_not_name_are_properties()
    {
        var (point, other) = (new Point(1, 2), new Point(3, 4));
        _log.Info("got {Type}", ("Type", "EVENT"), ("Bytes", 120), ("@Point", point), ("$Other", other));
        _akka.WithContext("Peer", "p1").Info("got {Type}", "CALL");

        var written = await EndAsync(_system);

        Assert.Equal(("EVENT", 120), (written[0].Value("Type"), written[0].Value("Bytes")));
        Assert.Equal("{ X: 1, Y: 2 }", PropertiesOf(written[0], "Point"));
        Assert.Equal("3/4", written[0].Value("Other"));
        Assert.Equal(("CALL", "p1"), (written[1].Value("Type"), written[1].Value("Peer")));
    }

    [Fact]
    public async Task Category_is_a_property_and_its_template_the_events()
    {
        _system.Txaio().AddLogCategories(new Dictionary<string, string> { ["TX1"] = "{who} left" });
        _log.Info(new LogCategory("TX1"), ("who", "Ann"), ("why", "bored"));

        var written = Assert.Single(await EndAsync(_system));

        Assert.Equal("TX1", written.Value("LogCategory"));
        Assert.Equal("{who} left", written.MessageTemplate.Text);
        Assert.Equal(("Ann", "bored"), (written.Value("who"), written.Value("why")));
    }

    [Fact]
    public async Task Of_one_name_the_template_wins_over_the_context_and_both_over_the_standard()
    {
        _akka.WithContext("User", "context")
            .WithContext("Thread", "mine")
            .Info("{User} {LogSource}", "message", "where");

        await _system.Terminate();
        var written = await Sink.TextAsync("\"message\" \"where\"");

        Assert.Equal("message", written.Value("User"));
        Assert.Equal("where", written.Value("LogSource"));
        Assert.Equal("mine", written.Value("Thread"));
    }

    [Fact]
    public async Task Enricher_among_the_arguments_adds_its_property_and_fills_no_hole()
    {
        _akka.Info("{A} {B}", new PropertyEnricher("Extra", 5), "a", "b");

        var written = Assert.Single(await EndAsync(_system));

        Assert.Equal("\"a\" \"b\"", written.RenderMessage());
        Assert.Equal(5, written.Value("Extra"));
    }

    [Fact]
    public async Task Exception_is_kept()
    {
        var error = new InvalidOperationException("bad");
        _akka.Warning(error, "akka");
        _log.Error(error, "ours {N}", 1);

        Assert.All(await EndAsync(_system), e => Assert.Same(error, e.Exception));
    }

    [Fact]
    public async Task Enrichers_of_the_logger_run()
    {
        var system = Start(ToSink().Enrich.WithProperty("Node", "n1").CreateLogger());
        Logging.GetLogger(system, "test.other").Info("text");

        Assert.Equal("n1", Assert.Single(await EndAsync(system)).Value("Node"));
    }

    private static string PropertiesOf(global::Serilog.Events.LogEvent e, string name) =>
        Assert.IsType<StructureValue>(e.Properties[name]).ToString().Replace("Point ", "", StringComparison.Ordinal);

    private sealed record Point(int X, int Y)
    {
        public override string ToString() => $"{X}/{Y}";
    }
}

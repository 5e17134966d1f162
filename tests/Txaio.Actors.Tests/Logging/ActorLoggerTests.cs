using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Tests.Logging;

/// <summary>Loggers of actors, and loggers with properties on each event.</summary>
public sealed class ActorLoggerTests : LoggingTestBase
{
    [Fact]
    public void Logger_of_an_actor_has_the_source_and_class_of_Akkas_own()
    {
        var events = new EventRecorder<Info>(Sys);
        var actor = Sys.ActorOf(Props.Create(() => new Logging(Hub)), "logging");
        actor.Tell("by both");
        ExpectMsg("done");

        var both = events.Events.Where(e => Equals(e.Message.ToString(), "by both")).ToList();
        Assert.Equal(2, both.Count);
        Assert.Equal(both[0].LogSource, both[1].LogSource);
        Assert.Equal(both[0].LogClass, both[1].LogClass);
        Assert.Equal(typeof(Logging), both[0].LogClass);
        Assert.Contains("/user/logging", both[0].LogSource);
    }

    [Fact]
    public void Null_context_is_refused() =>
        Assert.Throws<ArgumentNullException>("context", () => Sys.Txaio().MakeLogger((IActorContext)null!));

    [Theory]
    [InlineData("text")]
    [InlineData("template")]
    [InlineData("interpolated")]
    [InlineData("fields")]
    [InlineData("critical")]
    public void Property_is_on_every_event_of_the_logger(string kind)
    {
        var log = Log.WithContext("connection", 7).WithContext("user", "ada");
        var number = 5;
        switch (kind)
        {
            case "text":
                log.Info("text 5");
                break;
            case "template":
                log.Info("template {number}", number);
                break;
            case "interpolated":
                log.Info($"interpolated {number}");
                break;
            case "fields":
                log.Info("fields {number}", ("number", number), ("more", true));
                break;
            default:
                log.Critical("critical 5");
                break;
        }

        Assert.Equal($"{kind} 5", Text);
        Assert.Equal(7, Properties["connection"]);
        Assert.Equal("ada", Properties["user"]);
        Assert.Equal(kind == "fields", Properties.ContainsKey("more"));
    }

    [Fact]
    public void Logger_that_it_was_made_from_stays_as_it_is()
    {
        Log.WithContext("connection", 7);
        Log.Info("without");

        Assert.False(Properties.ContainsKey("connection"));
    }

    [Fact]
    public void Last_property_of_a_name_wins_and_a_field_wins_over_it()
    {
        var log = Log.WithContext("n", 1).WithContext("n", 2);
        log.Info("second");
        log.Info("third", ("n", 3));

        Assert.Equal([2, 3], Events.Select(e => PropertiesOf(e)["n"]));
    }

    [Fact]
    public void Cause_and_level_are_kept()
    {
        var failure = new InvalidOperationException("failed");
        var log = Log.WithContext("n", 1);
        log.Error(failure, "it failed");
        log.Debug("below the level");

        Assert.Same(failure, Single.Cause);
        Assert.Equal(LogLevel.ErrorLevel, Single.LogLevel());
        Assert.Equal(Log.Namespace, log.Namespace);
    }

    [Fact]
    public void Level_of_either_logger_leaves_the_other_alone_and_the_global_one_is_of_both()
    {
        var log = Log.WithContext("n", 1);
        log.SetLogLevel(TxaioLogLevel.Error, keep: false);
        Assert.True(Log.IsEnabled(TxaioLogLevel.Info));
        Assert.False(log.IsEnabled(TxaioLogLevel.Info));

        Hub.SetGlobalLogLevel(TxaioLogLevel.Debug);

        Assert.True(Log.IsEnabled(TxaioLogLevel.Debug));
        Assert.True(log.IsEnabled(TxaioLogLevel.Debug));
    }

    [Fact]
    public async Task Line_of_StartLogging_ends_with_the_properties_of_the_logger()
    {
        var output = new StringWriter();
        var log = Log.WithContext("peer", "10.0.0.7\n").WithContext("n", 1);
        Hub.StartLogging(output, "info");
        log.Info("with");
        log.Info($"with {1}");
        Log.Info("without", ("n", 2));
        await Sys.Terminate();

        var lines = output.ToString().Split(Environment.NewLine);
        Assert.Contains(lines, static line => line.EndsWith(@" with [peer=10.0.0.7\n, n=1]", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.EndsWith(@" with 1 [peer=10.0.0.7\n, n=1]", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.EndsWith(" without", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void Name_that_is_blank_is_refused(string? name) =>
        Assert.ThrowsAny<ArgumentException>(() => Log.WithContext(name!, 1));

    [Fact]
    public void Logger_of_a_programs_own_gets_the_property_as_a_field()
    {
        var own = new OwnLogger();
        ITxaioLogger log = own;
        log.WithContext("n", 1).Info("text {x}", ("x", 2));
        log.WithContext("n", 1).Info("text", ("n", 3));

        Assert.Equal([("x", (object?)2), ("n", 1)], own.Entries[0].Fields);
        Assert.Equal([("n", (object?)3)], own.Entries[1].Fields);
    }

    private sealed class OwnLogger : ITxaioLogger
    {
        public List<TxaioLogEntry> Entries { get; } = [];

        public string Namespace => "own";

        public TxaioLogLevel Level => TxaioLogLevel.Info;

        public bool IsEnabled(TxaioLogLevel level) => level <= Level;

        public void SetLogLevel(TxaioLogLevel level, bool keep = true)
        {
        }

        public void Write(in TxaioLogEntry entry) => Entries.Add(entry);
    }

    private sealed class Logging : ReceiveActor
    {
        public Logging(Txaio.Actors.LogCalls.LoggingHub hub)
        {
            var ours = hub.MakeLogger(Context);
            var akkas = Context.GetLogger();
            Receive<string>(text =>
            {
                akkas.Info(text);
                ours.Info(text);
                Sender.Tell("done");
            });
        }
    }
}

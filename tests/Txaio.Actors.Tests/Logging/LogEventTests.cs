using Akka.Event;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Logging;

/// <summary>The log events of the library, as Akka and its sinks see them.</summary>
public sealed class LogEventTests : LoggingTestBase
{
    public LogEventTests() => Hub.SetGlobalLogLevel(TxaioLogLevel.Trace);

    [Theory]
    [InlineData(TxaioLogLevel.Critical, typeof(Error), "critical")]
    [InlineData(TxaioLogLevel.Error, typeof(Error), null)]
    [InlineData(TxaioLogLevel.Warn, typeof(Warning), null)]
    [InlineData(TxaioLogLevel.Info, typeof(Info), null)]
    [InlineData(TxaioLogLevel.Debug, typeof(Debug), null)]
    [InlineData(TxaioLogLevel.Trace, typeof(Debug), "trace")]
    public void Emit_at_each_level_is_that_Akka_event(TxaioLogLevel level, Type type, string? txaioLevel)
    {
        Log.Emit(level, "text");

        Assert.IsType(type, Single);
        Assert.Equal(txaioLevel, Properties.GetValueOrDefault("TxaioLevel"));
        Assert.Equal(level == TxaioLogLevel.Trace ? true : null, Properties.GetValueOrDefault("txaio_trace"));
    }

    [Fact]
    public void Level_methods_publish_at_their_level()
    {
        Log.Critical("c");
        Log.Error("e");
        Log.Warn("w");
        Log.Info("i");
        Log.Debug("d");
        Log.Trace("t");

        Assert.Equal(
            [typeof(Error), typeof(Error), typeof(Warning), typeof(Info), typeof(Debug), typeof(Debug)],
            Events.Select(e => e.GetType()));
        Assert.Equal(
            ["critical", null, null, null, null, "trace"],
            Events.Select(e => PropertiesOf(e).GetValueOrDefault("TxaioLevel")));
    }

    [Fact]
    public void Interpolated_level_methods_publish_at_their_level()
    {
        var a = 1;
        Log.Critical($"{a}");
        Log.Error($"{a}");
        Log.Warn($"{a}");
        Log.Info($"{a}");
        Log.Debug($"{a}");
        Log.Trace($"{a}");

        Assert.Equal(
            [typeof(Error), typeof(Error), typeof(Warning), typeof(Info), typeof(Debug), typeof(Debug)],
            Events.Select(e => e.GetType()));
        Assert.Equal("critical", PropertiesOf(Events[0])["TxaioLevel"]);
        Assert.Equal("trace", PropertiesOf(Events[5])["TxaioLevel"]);
    }

    [Fact]
    public void Text_is_the_message_itself()
    {
        Log.Info("text");

        Assert.Equal("text", Assert.IsType<string>(Single.Message));
        Assert.Equal("test.log", Single.LogSource);
    }

    [Fact]
    public void Template_travels_with_its_values_as_Akka_has_them()
    {
        Log.Info("x {A} {B}", 5, "b");

        Assert.Equal("x {A} {B}", Single.GetTemplate());
        Assert.Equal(["A", "B"], Single.GetPropertyNames());
        Assert.Equal([5, "b"], Single.GetParameters());
        Assert.Equal(5, Properties["A"]);
        Assert.Equal("x 5 b", Text);
    }

    [Fact]
    public void Fields_that_the_template_does_not_name_travel_as_properties()
    {
        Log.Info("got {result}", ("result", 1), ("peer", "p"), ("attempt", 2));

        Assert.Equal("got 1", Text);
        Assert.Equal(1, Properties["result"]);
        Assert.Equal("p", Properties["peer"]);
        Assert.Equal(2, Properties["attempt"]);
    }

    [Fact]
    public void Fields_on_trace_and_critical_travel_beside_the_level()
    {
        Log.Trace("t", ("x", 1), ("TxaioLevel", "mine"));

        Assert.Equal(1, Properties["x"]);
        Assert.Equal("trace", Properties["TxaioLevel"]);
        Assert.Equal(true, Properties["txaio_trace"]);
    }

    [Theory]
    [InlineData("level")]
    [InlineData("format")]
    [InlineData("logger")]
    [InlineData("message")]
    [InlineData("cause")]
    [InlineData("a b-c")]
    public void Fields_may_have_any_name(string name)
    {
        Log.Info("it is {" + name + "}", (name, "in"), ("other " + name, "out"));

        Assert.Equal("it is in", Text);
        Assert.Equal("out", Properties["other " + name]);
    }

    [Fact]
    public void Fields_without_a_name_travel_by_position()
    {
        Log.Info("x", ("a", 1), ("", 2), (null!, 3));

        Assert.Equal(2, Properties["_1"]);
        Assert.Equal(3, Properties["_2"]);
    }

    [Fact]
    public void Log_call_of_a_subscriber_that_throws_is_reported_once_and_does_not_throw()
    {
        var errors = new ConcurrentText();
        Hub.ErrorOutput = errors;
        var thrower = new ThrowingRef(Sys);
        Sys.EventStream.Subscribe(thrower, typeof(Warning));

        Log.Warn("one");
        Log.Warn("two");

        Assert.Equal(1, errors.ToString().Split("an event could not be published").Length - 1);
        Sys.EventStream.Unsubscribe(thrower);
    }

    private sealed class ThrowingRef(Akka.Actor.ActorSystem system) : Akka.Actor.MinimalActorRef
    {
        public override Akka.Actor.IActorRefProvider Provider { get; } =
            ((Akka.Actor.ExtendedActorSystem)system).Provider;

        public override Akka.Actor.ActorPath Path => Provider.RootPath / "system" / "thrower";

        protected override void TellInternal(object message, Akka.Actor.IActorRef sender) =>
            throw new InvalidOperationException("subscriber");
    }
}

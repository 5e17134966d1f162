using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Logging;

/// <summary>Arguments that throw, never end or contain themselves harm neither the caller nor a logger.</summary>
public sealed class HostileArgumentsTests : LoggingTestBase
{
    [Fact]
    public void Call_with_a_hostile_argument_is_published_and_can_be_shown_by_Akkas_loggers()
    {
        var ids = HostileLogCalls.Make(Log);

        Assert.Equal(ids.Count, Events.Count);
        Assert.All(
            ids.Zip(Events, static (id, e) => (Id: id, Text: e.ToString())),
            static call => Assert.Contains(call.Id, call.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_with_a_hostile_argument_is_a_line_of_StartLogging()
    {
        var output = new StringWriter();
        Hub.StartLogging(output, "info");
        var ids = HostileLogCalls.Make(Log);
        await Sys.Terminate();

        var text = output.ToString();
        Assert.All(ids, id => Assert.Contains(id, text, StringComparison.Ordinal));
        Assert.InRange(text.Length, 1, 50_000_000);
    }

    [Fact]
    public void Cause_that_can_be_shown_is_the_very_exception()
    {
        var plain = new InvalidOperationException("a", new IOException("b"));
        var own = new AggregateException(new OwnException(), new IOException("b"));
        Log.Error(plain, "x");
        Log.Error(own, "x {A}", 1);

        Assert.Same(plain, Events[0].Cause);
        Assert.Same(own, Events[1].Cause);
    }

    [Fact]
    public void Cause_that_cannot_be_shown_is_named()
    {
        Log.Error(new InvalidOperationException("a", new LoudException()), "x");
        Log.Error(new AggregateException(new IOException("b"), new LoudException()), "x {A}", 1);

        Assert.Equal(
            [
                "System.InvalidOperationException (could not be rendered: NotSupportedException)",
                "System.AggregateException (could not be rendered: NotSupportedException)",
            ],
            Events.Select(e => e.Cause.Message));
    }

    private sealed class OwnException : Exception
    {
        public override string Message => "own";
    }

    private sealed class LoudException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}

using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The texts of reports where no loop took part, and of objects that have no text.</summary>
public sealed class ReportTextTests : LoopTestKit
{
    [Fact]
    public void Failure_without_a_loop_names_none()
    {
        var cause = new NotSupportedException("it failed");

        new FailureReporter(Sys, reportsUnobserved: false).Report(null, "a scheduled call", cause);

        var error = Assert.Single(Published.Errors);
        Assert.Equal(
            ("txaio", "Unhandled failure in a scheduled call"), (error.LogSource, error.Message.ToString()));
        Assert.Equal(new UnhandledFailure(null, "a scheduled call", cause), Assert.Single(Published.Failures));
    }

    [Fact]
    public void Object_without_a_text_is_named_by_its_type()
    {
        Assert.Equal("null", ObjectText.Of(null));
        Assert.Equal("null", ObjectText.Of(new Textless(null)));
        Assert.Equal(
            "a Textless whose ToString threw FormatException", ObjectText.Of(new Textless(new FormatException())));
    }

    /// <summary>Another node chooses the text, so it is one short line.</summary>
    [Theory]
    [InlineData("one\r\ntwo", "System.FormatException: one")]
    [InlineData("one\ntwo", "System.FormatException: one")]
    [InlineData("one", "System.FormatException: one")]
    public void Failure_that_is_reported_while_a_message_of_another_node_is_read_is_one_line(string message, string line)
    {
        Assert.Equal(
            $"Unhandled failure in a callback on loop 'default': {line} (from akka.tcp://other@10.0.0.1:2552)",
            ReportedByReader(message));
    }

    [Theory]
    [InlineData(232, "")]
    [InlineData(233, "...")]
    public void Line_about_another_node_has_256_characters_of_the_failure_at_most(int length, string end) =>
        Assert.Equal(
            "Unhandled failure in a callback on loop 'default': System.FormatException: " + new string('x', 232) + end
            + " (from akka.tcp://other@10.0.0.1:2552)",
            ReportedByReader(new string('x', length)));

    [Fact]
    public void Event_that_a_subscriber_missed_is_written_to_standard_error()
    {
        var said = WrittenWhileASubscriberThrows(() => OnLoop(() => throw new NotSupportedException("it was missed")));

        var line = Assert.Single(
            said.Split('\n'), static line => line.Contains("it was missed", StringComparison.Ordinal));
        Assert.StartsWith("Txaio.Actors could not publish ", line, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: A subscriber threw.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_about_another_node_that_a_subscriber_missed_is_written_to_standard_error()
    {
        var said = WrittenWhileASubscriberThrows(() => ReportByReader("it was missed"));

        Assert.Contains(
            "Txaio.Actors could not publish 'Unhandled failure in a callback on loop 'default'': "
            + "System.InvalidOperationException: A subscriber threw.",
            said,
            StringComparison.Ordinal);
        Assert.Equal("it was missed", Assert.Single(Published.Failures).Cause.Message);
    }

    [Fact]
    public void Unknown_loop_of_no_name_and_without_others_is_refused()
    {
        Assert.Contains("There is no loop 'null'", new UnknownLoopException(null!, ["default"]).Message);
        Assert.Throws<ArgumentNullException>("known", () => new UnknownLoopException("x", null!));
    }

    [Fact]
    public void Longest_delay_is_taken_and_a_longer_one_is_refused()
    {
        var tick = TimeSpan.FromTicks(1);

        Assert.True(Loop.CallLater(Delays.Max, () => { }).IsActive);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loop.CallLater(Delays.Max + tick, () => { }));
        Assert.StartsWith("A delay can be at most 36,500 days.", error.Message, StringComparison.Ordinal);
        Assert.Equal("delay", error.ParamName);
    }

    // No other class of this project replaces standard error, and the tests of a class run one after the other.
    private string WrittenWhileASubscriberThrows(Action report)
    {
        Sys.EventStream.Subscribe(new Throwing(((ExtendedActorSystem)Sys).Provider), typeof(Error));
        var before = Console.Error;
        using var said = new ConcurrentText();
        Console.SetError(said);
        try
        {
            report();
        }
        finally
        {
            Console.SetError(before);
        }

        return said.ToString();
    }

    private string? ReportedByReader(string message)
    {
        ReportByReader(message);

        var error = Assert.Single(Published.Errors);
        Assert.Null(error.Cause);
        return error.Message.ToString();
    }

    private void ReportByReader(string message)
    {
        var reporter = new FailureReporter(Sys, reportsUnobserved: false);
        Address[] nodes = [Address.Parse("akka.tcp://here@10.0.0.2:2552"), Address.Parse("akka.tcp://other@10.0.0.1:2552")];
        var target = new Target(
            ((ExtendedActorSystem)Sys).Provider,
            () => reporter.Report("default", "a callback", new FormatException(message)));
        var reader = Sys.ActorOf(
            Props.Create(typeof(EndpointReader), nodes[0], nodes[1]).WithDispatcher(VirtualDispatcherId));

        reader.Tell(new EndpointReader.Arrived(target, new Suspend()));
        Time.RunUntilIdle();
    }

    /// <summary>A target of a message of another node, whose code runs on the thread that reads the message.</summary>
    private sealed class Target(IActorRefProvider provider, Action onMessage) : MinimalActorRef
    {
        public override ActorPath Path => provider.RootPath / "target";

        public override IActorRefProvider Provider => provider;

        public override void SendSystemMessage(ISystemMessage message) => onMessage();
    }

    private sealed class Throwing(IActorRefProvider provider) : MinimalActorRef
    {
        public override ActorPath Path { get; } = provider.RootPath / "system" / "throwing";

        public override IActorRefProvider Provider => provider;

        protected override void TellInternal(object message, IActorRef sender) =>
            throw new InvalidOperationException("A subscriber threw.");
    }

    private sealed class Textless(Exception? error)
    {
        public override string? ToString() => error is null ? null : throw error;
    }
}

using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Remote.Tests;

/// <summary>
/// The parts of an exception that a node tells other nodes, which know a promise's path or ask a loop. The exception
/// has a stack and an inner exception with a secret message.
/// </summary>
public sealed class RemoteFailureTests : RemoteTestKit
{
    private const string Message = "it failed";
    private const string Secret = "inside";

    private static readonly string Thrown = typeof(InvalidOperationException).FullName!;

    [Theory]
    [InlineData("", Message)]
    [InlineData("txaio.futures.remote-failures = message", Message)]
    [InlineData("txaio.futures.remote-failures = type", "")]
    public async Task Failures_tell_another_node_no_more_than_the_setting_says(string hocon, string message)
    {
        var node = await StartNode(hocon);
        var agent = AgentOf(node);

        var promise = MakeSubscribedPromiseOn(node);
        agent.Tell(new RejectThrown(promise, Message));
        AssertTold(ExpectMsg<FutureRejected>().Cause, message);

        promise.Tell(new Subscribe(TestActor));
        AssertTold(ExpectMsg<FutureRejected>().Cause, message);

        var rejected = Txaio.CreateFuture<object>();
        agent.Tell(new RejectThrown(rejected.Ref, Message));
        AssertTold(await Assert.ThrowsAsync<RemoteFailureException>(() => rejected.AsTask().WaitAsync(Limit)), message);

        var value = Txaio.CreateFuture<object>();
        agent.Tell(new ResolveThrown(value.Ref, Message, InStatus: false));
        AssertTold(await value.AsTask().WaitAsync(Limit), message);

        var status = Txaio.CreateFuture<object>();
        agent.Tell(new ResolveThrown(status.Ref, Message, InStatus: true));
        AssertTold(
            Assert.IsType<Status.Failure>(await status.AsTask().WaitAsync(Limit)).Cause, message);

        agent.Tell(new PipeThrown(TestActor, Message));
        AssertTold(ExpectMsg<Status.Failure>().Cause, message);
    }

    [Fact]
    public async Task Refusal_of_a_loop_or_timer_of_another_node_has_no_stack()
    {
        var node = await StartNode();
        var (loop, timer) = RefsOf(node);
        foreach (var target in new[] { loop, timer })
        {
            target.Tell(new CallLater(TimeSpan.FromDays(40_000), TestActor, "late"), TestActor);

            var cause = Assert.IsType<RemoteFailureException>(ExpectMsg<Status.Failure>().Cause);
            Assert.Equal((typeof(ArgumentOutOfRangeException).FullName, ""), (cause.TypeName, cause.StackText));
            Assert.Contains("36500", cause.Message.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain(".cs", cause.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Failure_is_told_whole_where_the_sending_node_says_so_and_passed_on_by_the_rule_of_the_next()
    {
        var whole = await StartNode("txaio.futures.remote-failures = full");
        var reserved = await StartNode();
        var promise = MakeSubscribedPromiseOn(whole);
        AgentOf(whole).Tell(new RejectThrown(promise, Message));
        var cause = Assert.IsType<RemoteFailureException>(ExpectMsg<FutureRejected>().Cause);
        Assert.Contains(Secret, cause.StackText, StringComparison.Ordinal);
        Assert.Contains("AgentActor.Thrown", cause.StackText, StringComparison.Ordinal);

        var next = MakeSubscribedPromiseOn(reserved);
        AgentOf(whole).Tell(new RejectThrown(next, Message));

        AssertTold(ExpectMsg<FutureRejected>().Cause, Message);
    }

    private static void AssertTold(object failure, string message)
    {
        var cause = Assert.IsType<RemoteFailureException>(failure);
        Assert.Equal((Thrown, message, ""), (cause.TypeName, cause.Message, cause.StackText));
        Assert.Null(cause.InnerException);
        Assert.DoesNotContain(Secret, cause.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AgentActor", cause.ToString(), StringComparison.Ordinal);
    }
}

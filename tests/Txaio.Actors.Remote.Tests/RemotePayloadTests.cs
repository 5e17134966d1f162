using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Remote.Tests;

/// <summary>Failures with data of the application, and reasons of cancels, between processes.</summary>
public sealed class RemotePayloadTests : RemoteTestKit
{
    private static readonly Declined Data = new("card", 42);

    public static TheoryData<FailureWay> Ways => [.. Enum.GetValues<FailureWay>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Data_of_a_failure_of_another_node_is_read_here(FailureWay way)
    {
        var failure = await FailedBy(await StartNode(), Data, way);

        Assert.Equal(Data, ((IApplicationFailure)failure).Payload);
        Assert.Equal("declined", failure.Message);
        Assert.DoesNotContain("inside", failure.ToString(), StringComparison.Ordinal);
        var reason = failure is FutureCancelledException ? failure.InnerException : failure;
        if (way is FailureWay.Status)
            Assert.IsType<ApplicationFailureException>(reason);
        else
            Assert.Equal(typeof(ApplicationFailureException).FullName, Assert.IsType<RemoteFailureException>(reason).TypeName);
    }

    /// <summary>This node has no serializer of that id.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Failure_arrives_with_its_text_where_its_data_cannot_be_read(FailureWay way)
    {
        var node = await StartNode(OddSerializer.Hocon);

        var failure = await FailedBy(node, new Odd("data"), way);

        Assert.Equal("declined", failure.Message);
        Assert.Null(((IApplicationFailure)failure).Payload);
        Assert.Contains("serializer 4711, manifest 'odd'", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(Data, ((IApplicationFailure)await FailedBy(node, Data, way)).Payload);
    }

    [Fact]
    public async Task Data_crosses_to_a_promise_of_another_node_and_back_to_its_subscriber()
    {
        var promise = MakeSubscribedPromiseOn(await StartNode());

        promise.Tell(new Reject(new ApplicationFailureException("declined", Data)));

        var cause = Assert.IsType<RemoteFailureException>(ExpectMsg<FutureRejected>().Cause);
        Assert.Equal(("declined", Data), (cause.Message, cause.Payload));
        promise.Tell(new Subscribe(TestActor));
        Assert.Equal(Data, ((IApplicationFailure)ExpectMsg<FutureRejected>().Cause).Payload);
    }

    [Fact]
    public async Task Reason_of_a_cancel_crosses_to_a_promise_of_another_node_and_back()
    {
        var promise = MakeSubscribedPromiseOn(await StartNode());

        promise.Tell(new Cancel(new TimeoutException("too late")));

        var cause = Assert.IsType<RemoteFailureException>(ExpectMsg<FutureRejected>().Cause);
        Assert.Equal((typeof(FutureCancelledException).FullName, "too late"), (cause.TypeName, cause.Message));
    }

    [Fact]
    public async Task Data_that_controls_actors_is_refused_and_its_failure_says_so()
    {
        var node = await StartNode();
        foreach (var control in new object[] { PoisonPill.Instance, Kill.Instance, new Identify(1), CreateFuture.Instance })
        {
            var promise = MakeSubscribedPromiseOn(node);
            promise.Tell(new Reject(new ApplicationFailureException("declined", control)));

            var cause = Assert.IsType<RemoteFailureException>(ExpectMsg<FutureRejected>().Cause);
            Assert.Equal(("declined", null), (cause.Message, cause.Payload));
            Assert.Contains("of another node is refused", cause.PayloadProblem, StringComparison.Ordinal);
        }

        AssertWorks(node);
    }

    [Fact]
    public async Task Data_is_not_told_where_the_setting_says_the_type_only()
    {
        var node = await StartNode("txaio.futures.remote-failures = type");

        var failure = Assert.IsType<RemoteFailureException>(await FailedBy(node, Data, FailureWay.Reject));

        Assert.Equal(("", null), (failure.Message, failure.Payload));
        Assert.Contains("remote-failures = type", failure.PayloadProblem, StringComparison.Ordinal);
    }

    private async Task<Exception> FailedBy(AgentNode node, object payload, FailureWay way)
    {
        var future = Txaio.CreateFuture<string>();
        AgentOf(node).Tell(new FailCarrying(future.Ref, payload, way));
        return await Assert.ThrowsAnyAsync<Exception>(() => future.WaitAsync(Limit)) is var failure and not TimeoutException
            ? failure
            : throw new TimeoutException($"The node said {string.Join('\n', node.Lines)}.");
    }
}

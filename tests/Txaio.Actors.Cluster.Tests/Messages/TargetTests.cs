using Txaio.Actors.Cluster.Messages;

namespace Txaio.Actors.Cluster.Tests.Messages;

public sealed class TargetTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("user/orders")]
    [InlineData("/user/orders")]
    [InlineData("akka://app/temp/abc")]
    public void ActorTarget_of_another_text_throws(string path) =>
        Assert.Throws<ArgumentException>(() => new ActorTarget(path));

    [Theory]
    [InlineData("akka://app/user/orders", "akka://app/user/orders")]
    [InlineData("akka.tcp://app@host:4053/user/orders#123", "akka.tcp://app@host:4053/user/orders")]
    public void ActorTarget_keeps_the_path_without_the_incarnation(string path, string expected) =>
        Assert.Equal(expected, new ActorTarget(path).Path);

    [Fact]
    public void ActorTarget_equals_a_target_of_the_same_path()
    {
        var target = new ActorTarget("akka.tcp://app@host:4053/user/orders#123");

        Assert.Equal(new ActorTarget("akka.tcp://app@host:4053/user/orders"), target);
        Assert.Equal(new ActorTarget("akka.tcp://app@host:4053/user/orders").GetHashCode(), target.GetHashCode());
        Assert.NotEqual(new ActorTarget("akka.tcp://app@other:4053/user/orders"), target);
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("order", "")]
    [InlineData("order", " ")]
    public void ShardTarget_of_an_empty_text_throws(string type, string id) =>
        Assert.Throws<ArgumentException>(() => new ShardTarget(type, id));

    [Fact]
    public void Done_names_the_delivery()
    {
        var due = new DurableCallDue("expiry", "a", DateTimeOffset.UnixEpoch, 3, "x");
        Assert.Equal(new DurableCallDone("a", DateTimeOffset.UnixEpoch), due.Done());
    }

    [Fact]
    public void Texts_of_messages_have_no_keys_and_contents()
    {
        var target = new ShardTarget("order", "id-secret");
        object[] messages =
        [
            new ScheduleDurableCall("key-secret", TimeSpan.Zero, target, "message-secret"),
            new DurableCallScheduled("key-secret", default), new CancelDurableCall("key-secret"),
            new DurableCallCancelled("key-secret", true), new FindDurableCall("key-secret"),
            new DurableCallFound("key-secret", new DurableCall(default, target, "message-secret")),
            new DurableCall(default, target, "message-secret"),
            new DurableCallDue("expiry", "key-secret", default, 1, "message-secret"),
            new DurableCallDone("key-secret", default),
            new DurableCallGivenUp("expiry", "key-secret", default, 1, target, "message-secret"),
        ];
        Assert.All(messages, message => Assert.DoesNotContain("secret", message.ToString(), StringComparison.Ordinal));
    }
}

using Txaio.Actors;
using Txaio.Samples.Tests;
using Txaio.Wamp.Tests.Sessions;
using Wamp.Client;
using Wamp.Protocol;

namespace Txaio.Wamp.Tests.Client;

/// <summary>Several handlers of one client for one topic, which share one subscription of the router.</summary>
public sealed class SubscriptionTests : RouterTestBase, IDisposable
{
    private const string Topic = "com.example.topic";

    private readonly ClientSystem _clients = new();
    private readonly List<string> _events = [];

    public void Dispose() => _clients.Dispose();

    [Fact]
    public Task Each_handler_of_a_topic_gets_each_event() => RunAsync(async client =>
    {
        await SubscribeAsync(client, "a");
        await SubscribeAsync(client, "b");
        await SubscribeAsync(client, "other", "com.example.other");

        await PublishAsync(client, 1);
        await PublishAsync(client, 2);

        Assert.Equal(["a1", "b1", "a2", "b2"], _events);
    });

    [Theory]
    [InlineData(0, "b", "c")]
    [InlineData(1, "a", "c")]
    [InlineData(2, "a", "b")]
    public Task Unsubscribe_of_one_handler_keeps_others(int gone, string one, string two) => RunAsync(async client =>
    {
        var all = new[]
        {
            await SubscribeAsync(client, "a"), await SubscribeAsync(client, "b"), await SubscribeAsync(client, "c"),
        };

        await Limited(client.Unsubscribe(all[gone]));

        await PublishAsync(client, 1);
        Assert.Equal([$"{one}1", $"{two}1"], _events);
    });

    [Fact]
    public Task Unsubscribe_of_the_last_handler_ends_the_subscription_of_the_router() => RunAsync(async client =>
    {
        var (one, two) = (await SubscribeAsync(client, "a"), await SubscribeAsync(client, "b"));

        await Limited(client.Unsubscribe(one));
        Assert.Equal(1, await TopicsAsync());
        await Limited(client.Unsubscribe(two));

        Assert.Equal(0, await TopicsAsync());
        await PublishAsync(client, 1);
        Assert.Empty(_events);
    });

    [Fact]
    public Task Unsubscribe_twice_fails_and_keeps_the_other_handlers() => RunAsync(async client =>
    {
        Action<Payload> handler = payload => _events.Add($"same{payload.Arg<int>(0)}");
        var one = await Limited(client.Subscribe(Topic, handler));
        await Limited(client.Subscribe(Topic, handler));
        await Limited(client.Unsubscribe(one));

        var error = await Assert.ThrowsAsync<WampException>(() => Limited(client.Unsubscribe(one)));

        Assert.Equal(Uris.NoSuchSubscription, error.Uri);
        await PublishAsync(client, 1);
        Assert.Equal(["same1"], _events);
    });

    [Fact]
    public Task Unsubscribe_keeps_a_handler_whose_subscribe_is_under_way() => RunAsync(async client =>
    {
        var first = await SubscribeAsync(client, "a");

        var second = client.Subscribe(Topic, payload => _events.Add($"b{payload.Arg<int>(0)}"));
        var unsubscribing = client.Unsubscribe(first);
        await Limited(unsubscribing);
        var last = await Limited(second);

        await PublishAsync(client, 1);
        Assert.Equal(["b1"], _events);
        await Limited(client.Unsubscribe(last));
        Assert.Equal(0, await TopicsAsync());
    });

    [Fact]
    public Task Subscribe_after_the_unsubscribe_of_the_last_handler_gets_events() => RunAsync(async client =>
    {
        var first = await SubscribeAsync(client, "a");

        var unsubscribing = client.Unsubscribe(first);
        var second = client.Subscribe(Topic, payload => _events.Add($"b{payload.Arg<int>(0)}"));
        await Limited(unsubscribing);
        await Limited(second);

        await PublishAsync(client, 1);
        Assert.Equal(["b1"], _events);
    });

    [Fact]
    public Task Handler_gets_no_event_after_its_unsubscribe() => RunAsync(async client =>
    {
        Subscription? other = null;
        await Limited(client.Subscribe(Topic, _ =>
        {
            _events.Add("a");
            client.Unsubscribe(other!);
        }));
        other = await SubscribeAsync(client, "b");

        await PublishAsync(client, 1);

        Assert.Equal(["a"], _events);
    });

    private static Task<T> Limited<T>(Future<T> future) => future.WaitAsync(SampleProcess.Patience);

    private Task<Subscription> SubscribeAsync(WampClient client, string name, string topic = Topic) =>
        Limited(client.Subscribe(topic, payload => _events.Add($"{name}{payload.Arg<int>(0)}")));

    // The router sends the events before the acknowledgement, so the handlers have run when this method returns.
    private static async Task PublishAsync(WampClient client, int value) =>
        await Limited(client.Publish(Topic, excludeMe: false, value));

    private async Task<int> TopicsAsync() => (await Router.GetStateAsync()).Sum(static realm => realm.Topics);

    // Runs the test on the loop.
    private async Task RunAsync(Func<WampClient, Task> test)
    {
        var client = await WampClient.JoinAsync(_clients.Txaio, Router.Address, "realm1", "wamp.2.json");
        await _clients.Txaio.Loop.RunAsync(() => test(client));
    }
}

using Wamp.Protocol;

namespace Txaio.Wamp.Tests.Sessions;

/// <summary>The order of messages at the beginning and the end of a session, over real sockets.</summary>
public sealed class OrderTests() : RouterTestBase("wamp { close-timeout = 60s, hello-timeout = 60s }")
{
    private const string Hello = """[1,"realm1",{}]""";
    private const string Subscribe = """[32,1,{},"a.b"]""";
    private const string Goodbye = """[6,{},"wamp.close.close_realm"]""";
    private const int Rounds = 50;

    [Theory]
    [InlineData(Subscribe, "SUBSCRIBE")]
    [InlineData("""[48,1,{},"a.b"]""", "CALL")]
    [InlineData("""[70,1,{}]""", "YIELD")]
    [InlineData(Goodbye, "GOODBYE")]
    [InlineData(Hello, "HELLO")]
    public async Task Message_between_hello_and_welcome_is_a_violation(string early, string name)
    {
        await using var peer = await RawPeer.ConnectAsync(Router.Address);
        await peer.SendAsync("""[1,"com.example.members",{"authmethods":["ticket"],"authid":"joe"}]""");
        Assert.StartsWith("[4,", await peer.ReceiveAsync(), StringComparison.Ordinal);

        await peer.SendAsync(early);

        Assert.Contains($"{name} is not allowed before AUTHENTICATE", await peer.ReceiveAsync());
        Assert.Null(await peer.ReceiveAsync());
    }

    [Fact]
    public async Task Messages_before_a_goodbye_are_routed_and_messages_after_it_are_not()
    {
        await using var subscriber = await RawPeer.JoinAsync(Router.Address);
        await using var last = await RawPeer.JoinAsync(Router.Address);
        await subscriber.SendAsync(Subscribe);
        await subscriber.ReceiveAsync();

        for (var round = 0; round < Rounds; round++)
        {
            await using var peer = await RawPeer.JoinAsync(Router.Address);
            for (var i = 1; i <= 5; i++)
                await peer.SendAsync(Publish(i));
            await peer.SendAsync(Goodbye);
            for (var i = 6; i <= 10; i++)
                await peer.SendAsync(Publish(i));
            while (await peer.ReceiveAsync() is not null)
            {
            }

            // The session has left when the router closes the connection.
            await last.SendAsync(Publish(11));
            foreach (var i in (int[])[1, 2, 3, 4, 5, 11])
                Assert.EndsWith($",{{}},[{i}]]", await subscriber.ReceiveAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Goodbye_of_the_router_is_the_last_message()
    {
        await using var subscriber = await RawPeer.JoinAsync(Router.Address);
        await using var publisher = await RawPeer.JoinAsync(Router.Address);
        await subscriber.SendAsync(Subscribe);
        await subscriber.ReceiveAsync();
        var publishing = Task.Run(async () =>
        {
            for (var i = 1; i <= 2_000; i++)
                await publisher.SendAsync(Publish(i));
            await publisher.SendAsync(Goodbye);
        });
        Assert.NotNull(await subscriber.ReceiveAsync());

        var closing = Router.CloseSessionsAsync();

        string? message;
        while (!(message = await subscriber.ReceiveAsync())!.StartsWith("[6,", StringComparison.Ordinal))
            Assert.StartsWith("[36,", message, StringComparison.Ordinal);
        Assert.Contains(Uris.SystemShutdown, message);
        await publishing;
        await subscriber.SendAsync("[6,{},\"wamp.close.goodbye_and_out\"]");
        Assert.Null(await subscriber.ReceiveAsync());
        await subscriber.DisposeAsync();
        await publisher.DisposeAsync();
        await closing;
    }

    private static string Publish(int value) => $$"""[16,{{value}},{},"a.b",[{{value}}]]""";
}

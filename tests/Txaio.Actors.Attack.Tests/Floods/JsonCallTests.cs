using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Attack.Tests.Floods;

/// <summary>
/// A call of another node counts with its size on the wire. This holds when Akka's JSON serializer has read the call,
/// and when the transport has larger frames than by default.
/// </summary>
public sealed class JsonCallTests() : RemoteTestKit(LargeFrames + WithoutExtension)
{
    private const string LargeFrames =
        """
        akka.remote.dot-netty.tcp {
          maximum-frame-size = 1000000b, send-buffer-size = 1000000b, receive-buffer-size = 1000000b
        }

        """;

    // Without the extension this node writes the library's messages with Akka's default serializer.
    private const string WithoutExtension = "akka.extensions = []";

    [Theory]
    [InlineData(10, 1, 1, 20)]
    [InlineData(10, 300_000, 3_000, 3_100)]
    [InlineData(30, 450_000, 4_500, 10_000)]
    public async Task Calls_in_JSON_count_their_bytes(int calls, int length, long least, long most)
    {
        var victim = await StartNode(LargeFrames);
        AgentOf(victim).Tell(new Introduce(), TestActor);
        var loop = ExpectMsg<Refs>().Loop;
        var value = new string('x', length);

        for (var i = 0; i < calls; i++)
            loop.Tell(new CallLater(TimeSpan.FromHours(1), loop, value), ActorRefs.NoSender);

        // The loop replies after it has handled the calls.
        loop.Tell(new Identify(1), TestActor);
        ExpectMsg<ActorIdentity>();
        AgentOf(victim).Tell(new Measure(), TestActor);
        var figures = ExpectMsg<Figures>();
        Assert.InRange(figures.CallKilobytes, least, most);
        Assert.InRange(figures.Calls, 1, most * 1000 / length);
    }
}

using Wamp.Protocol;
using Wamp.Transport;

namespace Txaio.Wamp.Tests.Transport;

public sealed class OutboxTests
{
    private static readonly Interrupt Some = new(1);

    [Fact]
    public void Messages_after_a_goodbye_are_dropped() => AssertLast(new Goodbye(Uris.SystemShutdown));

    [Fact]
    public void Messages_after_an_abort_are_dropped() => AssertLast(new Abort(Uris.ProtocolViolation, "wrong"));

    [Fact]
    public void Messages_after_the_last_take_no_place_in_the_outbox()
    {
        var outbox = new Outbox(new Limits(1_000, OutboxMessages: 2, OutboxBytes: 10 * Some.Weight));
        outbox.TryAdd(new Goodbye(Uris.SystemShutdown));

        for (var i = 0; i < 100; i++)
        {
            Assert.True(outbox.TryAdd(Some));
            while (outbox.TryTake(out var sent))
                outbox.Sent(sent);
        }
    }

    private static void AssertLast(Message last)
    {
        var outbox = new Outbox(new Limits(1_000, 100, 10_000));

        outbox.TryAdd(Some);
        outbox.TryAdd(last);
        outbox.TryAdd(Some);

        Assert.True(outbox.TryTake(out var first) && first == Some);
        Assert.True(outbox.TryTake(out var second) && second == last);
        Assert.False(outbox.TryTake(out _));
        outbox.TryAdd(Some);
        Assert.False(outbox.TryTake(out _));
    }
}

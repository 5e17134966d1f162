namespace Txaio.Wamp.Tests.Sessions;

/// <summary>Tests that look at the memory of the process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryCollection
{
    public const string Name = "memory";
}

/// <summary>A peer that does not read. Pings are too rare to drop it, so only the bound of its outbox can.</summary>
[Collection(MemoryCollection.Name)]
public sealed class SlowReaderTests() : RouterTestBase(
    """
    wamp {
      outbox-messages = 1000000
      outbox-bytes = 2000000
      ping-interval = 1h
      ping-timeout = 1h
    }
    """)
{
    [Fact]
    public async Task Slow_reader_is_dropped_and_its_messages_with_it()
    {
        await using var slow = await RawPeer.JoinAsync(Router.Address);
        await using var publisher = await RawPeer.JoinAsync(Router.Address);
        await slow.SendAsync("[32,1,{},\"a.b\"]");
        Assert.StartsWith("[33,1,", await slow.ReceiveAsync(), StringComparison.Ordinal);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // 100 MB for a peer that does not read: fifty times the bound of its outbox.
        var payload = new string('x', 100_000);
        for (var i = 1; i <= 1_000; i++)
        {
            await publisher.SendAsync($"[16,{i},{{\"acknowledge\":true}},\"a.b\",[\"{payload}\"]]");
            Assert.StartsWith($"[17,{i},", await publisher.ReceiveAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(1, await Router.CountSessionsAsync());
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 30_000_000);
    }
}

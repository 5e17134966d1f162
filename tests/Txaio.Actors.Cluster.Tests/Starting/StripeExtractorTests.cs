using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Starting;

namespace Txaio.Actors.Cluster.Tests.Starting;

public sealed class StripeExtractorTests
{
    private readonly StripeExtractor _extractor = new(16);

    [Fact]
    public void Message_of_a_stripe_goes_to_the_only_entity_of_its_shard()
    {
        var message = new WakeStripe(15);
        Assert.Equal("15", _extractor.EntityId(message));
        Assert.Same(message, _extractor.EntityMessage(message));
        Assert.Equal("15", _extractor.ShardId("15", message));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(16)]
    public void Message_of_a_stripe_that_does_not_exist_goes_nowhere(int stripe) =>
        Assert.Null(_extractor.EntityId(new WakeStripe(stripe)));

    [Fact]
    public void Other_message_goes_nowhere() => Assert.Null(_extractor.EntityId("text"));
}

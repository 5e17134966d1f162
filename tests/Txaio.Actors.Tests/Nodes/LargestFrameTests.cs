using Akka.Configuration;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Tests.Nodes;

/// <summary>The size that the bounds assume for a message of unknown size.</summary>
public sealed class LargestFrameTests
{
    [Theory]
    [InlineData("", 128_000)]
    [InlineData("akka.remote.dot-netty.tcp.maximum-frame-size = 1000b", 128_000)]
    [InlineData("akka.remote { enabled-transports = [\"akka.remote.mine\"] }", 128_000)]
    [InlineData("akka.remote { enabled-transports = [] }", 128_000)]
    [InlineData(
        "akka.remote { enabled-transports = [akka.remote.dot-netty.tcp], dot-netty.tcp.maximum-frame-size = 1000000b }",
        1_000_000)]
    [InlineData(
        "akka.remote { enabled-transports = [akka.remote.a, akka.remote.b], a.maximum-frame-size = 1000b, "
        + "b.maximum-frame-size = 5000b }",
        5_000)]
    [InlineData(
        "akka.remote { enabled-transports = [akka.remote.a], a.maximum-frame-size = 9000000000b }", int.MaxValue)]
    public void In_is_the_largest_of_the_enabled_transports(string hocon, int bytes) =>
        Assert.Equal(bytes, LargestFrame.In(ConfigurationFactory.ParseString(hocon)));
}

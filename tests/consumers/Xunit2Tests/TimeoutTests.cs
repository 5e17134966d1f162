using Akka.Actor;
using Akka.TestKit.Xunit2;
using Txaio.Actors;
using Txaio.Actors.TestKit;
using Xunit;

namespace Xunit2Tests;

/// <summary>Virtual time with Akka's test kit for xunit 2.</summary>
public sealed class TimeoutTests() : TestKit(VirtualTime.Config)
{
    [Fact]
    public void Message_comes_after_an_hour()
    {
        using var time = VirtualTime.Of(Sys);
        time.Txaio.CallLater(TimeSpan.FromHours(1), TestActor, ReceiveTimeout.Instance);

        time.Advance(TimeSpan.FromMinutes(59));
        ExpectNoMsg(TimeSpan.Zero);
        time.Advance(TimeSpan.FromMinutes(1));
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void Future_is_completed_by_a_message()
    {
        using var time = VirtualTime.Of(Sys);
        var future = time.Txaio.CreateFuture<int>();
        future.Ref.Tell(42);

        Assert.Equal(42, time.WaitFor(future.AsTask()));
    }
}

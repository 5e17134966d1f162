using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>A promise obeys a control message even when its future could hold the message as a value.</summary>
public sealed class PromiseControlTests : VirtualTestKit
{
    [Fact]
    public void Message_of_the_protocol_is_not_a_value_even_where_the_type_fits()
    {
        var future = Sys.Txaio().CreateFuture<Cancel>();

        future.Ref.Tell(new Cancel("why"));

        Assert.True(future.IsCancelled);
    }

    [Fact]
    public void Automatic_message_is_not_a_value_even_where_the_type_fits()
    {
        var future = Sys.Txaio().CreateFuture<PoisonPill>();

        future.Ref.Tell(PoisonPill.Instance);

        Assert.True(future.IsCancelled);
    }
}

using Txaio.Actors.Cluster.Stripes;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Tests.Stripes;

public sealed class FenceTests : IDisposable
{
    private readonly VirtualTime _time = VirtualTime.Create("akka { loglevel = OFF, stdout-loglevel = OFF }");
    private readonly Fence _fence;

    public FenceTests() =>
        _fence = new Fence(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(2), _time.System.Scheduler);

    public void Dispose() => _time.Dispose();

    [Fact]
    public void Stripe_may_deliver_for_two_seconds_after_the_start_of_a_write()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(_fence.MayDeliver);

        Write(0.5);

        Assert.True(_fence.MayDeliver);
        _time.Advance(TimeSpan.FromSeconds(1.4));
        Assert.True(_fence.MayDeliver);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(_fence.MayDeliver);
    }

    [Fact]
    public void Stripe_may_not_deliver_after_a_slow_write_in_which_its_process_may_have_been_stopped()
    {
        Write(2);
        Assert.False(_fence.MayDeliver);

        Write(0.1);
        Assert.True(_fence.MayDeliver);
    }

    [Fact]
    public void Stripe_of_a_slow_store_may_deliver_after_the_second_slow_write_in_a_row()
    {
        Write(2);
        Write(3);
        Assert.True(_fence.MayDeliver);

        Write(0.1);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(_fence.MayDeliver);
    }

    private void Write(double seconds)
    {
        _fence.WriteStarts();
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.True(_fence.WriteEnded());
    }
}

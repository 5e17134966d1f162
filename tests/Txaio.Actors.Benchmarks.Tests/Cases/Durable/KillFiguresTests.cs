using Txaio.Actors.Benchmarks.Cases.Durable;
using Txaio.Actors.Benchmarks.Peers.Durable;

namespace Txaio.Actors.Benchmarks.Tests.Cases.Durable;

public sealed class KillFiguresTests
{
    private static readonly long[] Due = [1_000, 2_000, 3_000];

    [Fact]
    public void Calls_delivered_once_and_in_time_are_neither_lost_nor_early_nor_twice()
    {
        var figures = KillFigures.Of(Due, Deliveries((0, 1_000), (1, 2_500), (2, 3_100)));

        Assert.Equal(new KillFigures(3, Lost: 0, Early: 0, Twice: 0, MedianLate: 0.1, LastLate: 0.5), figures);
    }

    [Fact]
    public void Call_that_was_never_delivered_is_lost()
    {
        var figures = KillFigures.Of(Due, Deliveries((0, 1_000), (2, 3_000)));

        Assert.Equal((1, 0, 0), (figures.Lost, figures.Early, figures.Twice));
    }

    [Fact]
    public void Call_a_millisecond_before_its_due_time_is_early() =>
        Assert.Equal(1, KillFigures.Of(Due, Deliveries((0, 999), (1, 2_000), (2, 3_000))).Early);

    [Fact]
    public void Call_delivered_twice_is_as_late_as_its_first_delivery()
    {
        var figures = KillFigures.Of(Due, Deliveries((0, 9_000), (0, 1_000), (1, 2_000), (2, 3_000)));

        Assert.Equal((1, 0d), (figures.Twice, figures.LastLate));
    }

    [Fact]
    public void Deliveries_of_other_keys_do_not_count() =>
        Assert.Equal(3, KillFigures.Of(Due, Deliveries((7, 1_000))).Lost);

    private static IEnumerable<DurableDelivery> Deliveries(params (int Key, long At)[] deliveries) =>
        deliveries.Select(static delivery => new DurableDelivery(delivery.Key, delivery.At));
}

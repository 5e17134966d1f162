using Txaio.Actors.Cluster.Deliveries;

namespace Txaio.Actors.Cluster.Tests.Deliveries;

/// <summary>The window and the retries of deliveries.</summary>
public sealed class UnacknowledgedCallsTests
{
    private static readonly Backoff Backoff = new(Seconds(1), Seconds(10), static () => 0);

    [Fact]
    public void Call_is_delivered_again_after_doubled_times_and_then_given_up()
    {
        var calls = new UnacknowledgedCalls(10, Backoff, 6);
        calls.Start("k", 5, Seconds(0));
        var seen = new List<(double At, int Attempt, bool IsOver)>();

        for (var now = Seconds(0); now < Seconds(100); now += TimeSpan.FromMilliseconds(100))
        {
            while (calls.TryTakeNext(now, out var delivery))
                seen.Add((now.TotalSeconds, delivery.Attempt, delivery.IsOver));
        }

        Assert.Equal(
            [(1, 2, false), (3, 3, false), (7, 4, false), (15, 5, false), (25, 6, false), (35, 6, true)], seen);
        Assert.Equal(0, calls.Count);
        Assert.Null(calls.NextTime);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1.2)]
    public void Jitter_makes_the_time_longer_by_up_to_a_fifth(double jitter, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new Backoff(Seconds(1), Seconds(10), () => jitter).After(1));

    [Fact]
    public void Backoff_stays_at_the_longest_time_for_any_attempt() =>
        Assert.Equal(Seconds(10), Backoff.After(int.MaxValue));

    [Fact]
    public void Window_is_full_until_a_call_is_acknowledged()
    {
        var calls = new UnacknowledgedCalls(2, Backoff, 5);
        calls.Start("a", 1, Seconds(0));
        calls.Start("b", 1, Seconds(0));
        Assert.False(calls.HasRoom);
        Assert.Equal(Seconds(1), calls.NextTime);

        calls.Remove("a");

        Assert.True(calls.HasRoom);
        Assert.Equal(1, calls.Count);
    }

    [Fact]
    public void Delivery_without_reply_leaves_the_window_after_the_shortest_backoff()
    {
        var calls = new UnacknowledgedCalls(1, Backoff, 5);
        calls.Start("silent", 1, Seconds(0));
        Assert.True(calls.TryTakeNext(Seconds(1), out _));
        Assert.False(calls.HasRoom);

        Assert.False(calls.TryTakeNext(Seconds(2), out _));

        Assert.True(calls.HasRoom);
        Assert.Equal(Seconds(3), calls.NextTime);
    }

    [Fact]
    public void Hurry_makes_the_last_deliveries_to_the_region_again_at_once()
    {
        var calls = new UnacknowledgedCalls(10, Backoff, 5);
        calls.Start("order", 1, Seconds(0)).Region = "orders";
        calls.Start("stock", 1, Seconds(0)).Region = "stocks";
        calls.Start("actor", 1, Seconds(0));
        Assert.Equal(["orders", "stocks"], calls.Regions.Order());

        calls.Hurry("orders", Seconds(0.5));

        Assert.Equal(Seconds(0.5), calls.NextTime);
        Assert.True(calls.TryTakeNext(Seconds(0.5), out var again));
        Assert.Equal(("order", 2), (again.Key, again.Attempt));
        Assert.False(calls.TryTakeNext(Seconds(0.99), out _));
        Assert.Equal(Seconds(1), calls.NextTime);
        Assert.True(calls.TryTakeNext(Seconds(1), out var other));
        Assert.True(calls.TryTakeNext(Seconds(1), out var last));
        Assert.Equal(["actor", "stock"], new[] { other.Key, last.Key }.Order());
        Assert.False(calls.TryTakeNext(Seconds(2.49), out _));
        Assert.True(calls.TryTakeNext(Seconds(2.5), out _));
    }

    [Fact]
    public void Hurried_delivery_stays_in_the_window_when_its_earlier_attempt_would_leave_it()
    {
        var calls = new UnacknowledgedCalls(1, Backoff, 5);
        calls.Start("order", 1, Seconds(0)).Region = "orders";
        calls.Hurry("orders", Seconds(0.5));
        Assert.True(calls.TryTakeNext(Seconds(0.5), out _));

        Assert.False(calls.TryTakeNext(Seconds(1), out _));
        Assert.False(calls.HasRoom);

        Assert.False(calls.TryTakeNext(Seconds(1.5), out _));
        Assert.True(calls.HasRoom);
    }

    [Fact]
    public void Hurry_takes_as_many_as_the_window_has_room_for_and_the_youngest_first()
    {
        var calls = new UnacknowledgedCalls(2, Backoff, 5);
        calls.Start("a", 1, Seconds(0)).Region = "orders";
        calls.Start("b", 1, Seconds(0)).Region = "orders";
        Assert.True(calls.TryTakeNext(Seconds(1), out _) && calls.TryTakeNext(Seconds(1), out _));
        Assert.False(calls.TryTakeNext(Seconds(2), out _));
        calls.Start("youngest", 1, Seconds(2)).Region = "orders";

        for (var i = 0; i < 10_000; i++)
            calls.Hurry("orders", Seconds(2.1));

        Assert.True(calls.TryTakeNext(Seconds(2.1), out var one));
        Assert.True(calls.TryTakeNext(Seconds(2.1), out var other));
        Assert.Contains("youngest", new[] { one.Key, other.Key });
        Assert.False(calls.HasRoom);
        Assert.True(calls.Entries < 20, $"{calls.Entries} entries are left of 3 deliveries.");
        Assert.True(calls.TryTakeNext(Seconds(3.1), out var rest));
        Assert.Equal(3, rest.Attempt);
    }

    [Fact]
    public void Retries_wait_for_room_and_lose_none()
    {
        var calls = new UnacknowledgedCalls(3, Backoff, 3);
        var (attempts, next, now) = (new Dictionary<string, int>(), 0, Seconds(0));
        while (next < 20 || calls.Count > 0)
        {
            var inWindow = 0;
            while (calls.TryTakeNext(now, out var delivery))
            {
                attempts[delivery.Key] = delivery.Attempt;
                inWindow += delivery.IsOver ? 0 : 1;
            }

            for (; calls.HasRoom && next < 20; next++, inWindow++)
                calls.Start($"{next}", 1, now);
            Assert.InRange(inWindow, 0, 3);
            now = calls.NextTime ?? now;
            Assert.InRange(now, Seconds(0), Seconds(100));
        }

        Assert.Equal(20, attempts.Count);
        Assert.All(attempts.Values, static count => Assert.Equal(3, count));
    }

    [Fact]
    public void Attempt_that_failed_makes_room_at_once_and_counts()
    {
        var calls = new UnacknowledgedCalls(1, Backoff, 5);

        calls.AttemptFailed(calls.Start("k", 1, Seconds(0)));

        Assert.True(calls.HasRoom);
        Assert.True(calls.TryTakeNext(Seconds(1), out var again));
        Assert.Equal(2, again.Attempt);
    }

    [Fact]
    public void Ended_deliveries_leave_a_bounded_number_of_entries()
    {
        var calls = new UnacknowledgedCalls(10, Backoff, 5);
        for (var i = 0; i < 100_000; i++)
        {
            calls.Start("k", i, Seconds(0));
            calls.Remove("k");
        }

        Assert.InRange(calls.Entries, 0, 1_010);
        Assert.Null(calls.NextTime);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// CallLater never runs a call earlier than its due time on the loop's clock. Calls run in the order of their due
/// times, and calls with the same due time run in the order in which they were scheduled.
/// </summary>
public sealed class CallLaterTests : LoopTestKit
{
    [Fact]
    public void CallLater_runs_at_its_time_and_not_before()
    {
        Api.CallLater(Second, () => Note($"{Loop.Time} on {EventLoop.Current}"));

        Time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Empty(Notes);
        Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(["00:00:01 on loop 'default'"], Notes);
    }

    [Fact]
    public void CallLater_counts_from_the_time_of_the_call()
    {
        Time.Advance(Second * 10);
        Api.CallLater(Second, () => Note($"{Loop.Time}"));

        Time.Advance(Second * 10);

        Assert.Equal(["00:00:11"], Notes);
    }

    [Fact]
    public void CallLater_runs_in_due_order_whatever_the_order_of_the_calls()
    {
        // All are due within one tick of Akka's wheel, which does not sort the entries of a tick.
        foreach (var delay in new[] { 3, 1, 4, 2, 9, 6, 5, 8, 7 })
            Api.CallLater(Millisecond * delay, Note, $"{delay}");

        Time.Advance(Second);

        Assert.Equal("123456789", string.Concat(Notes));
    }

    [Fact]
    public void CallLater_with_equal_times_runs_in_the_order_of_the_calls()
    {
        var expected = Enumerable.Range(0, 500).Select(number => $"{number}").ToArray();
        foreach (var number in expected)
            Api.CallLater(Second, Note, number);

        Time.Advance(Second);

        Assert.Equal(expected, Notes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void CallLater_zero_or_negative_runs_soon_and_not_inline(long ticks)
    {
        Api.CallLater(new TimeSpan(ticks), Note, "soon");
        Assert.Empty(Notes);

        Time.RunUntilIdle();

        Assert.Equal(["soon"], Notes);
        Assert.Equal(TimeSpan.Zero, Time.Elapsed);
    }

    [Fact]
    public void CallLater_zero_does_not_wait_for_a_tick_of_the_scheduler()
    {
        Api.CallLater(TimeSpan.Zero, () => { });

        Assert.Equal(0, SchedulerEntries);
        Time.RunUntilIdle();
    }

    [Fact]
    public void CallLater_from_a_delayed_call_runs()
    {
        void Again()
        {
            Note($"{Loop.Time.TotalSeconds}");
            if (Notes.Count < 4)
                Api.CallLater(Second, Again);
        }

        Api.CallLater(Second, Again);
        Time.Advance(Second * 10);

        Assert.Equal(["1", "2", "3", "4"], Notes);
    }

    [Fact]
    public void CallLater_longest_is_taken_and_longer_throws()
    {
        var longest = TimeSpan.FromDays(36_500);
        var call = Api.CallLater(longest, () => Note("a century later"));
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            "delay", () => Api.CallLater(longest + TimeSpan.FromTicks(1), () => { }));

        Assert.StartsWith("A delay can be at most 36,500 days.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Api.CallLater(TimeSpan.MaxValue, _ => { }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Api.CallLater(TimeSpan.MaxValue, TestActor, "x"));
        Assert.True(call.IsActive);
        Time.Advance(longest);
        Assert.Equal(["a century later"], Notes);
    }

    [Fact]
    public void CallLater_with_null_throws()
    {
        Assert.Throws<ArgumentNullException>(() => Api.CallLater(Second, (Action)null!));
        Assert.Throws<ArgumentNullException>(() => Api.CallLater(Second, (Action<int>)null!, 1));
        Assert.Throws<ArgumentNullException>(() => Api.CallLater(Second, null!, "message"));
        Assert.Throws<ArgumentNullException>(() => Api.CallLater(Second, TestActor, null!));
        Assert.Equal(0, Loop.GetStatistics().Scheduled);
    }

    [Fact]
    public void CallLater_that_throws_is_reported_and_the_next_runs()
    {
        Api.CallLater(Second, () => throw new NotSupportedException("delayed"));
        Api.CallLater(Second, Note, "next");

        Time.Advance(Second);

        Assert.Equal(["next"], Notes);
        Assert.Equal("delayed", Assert.Single(Published.Failures).Cause.Message);
    }

    [Fact]
    public async Task CallLater_in_real_time_is_never_early_and_in_due_order()
    {
        var system = TestSystem.Start();
        try
        {
            var api = system.Txaio();
            var random = new Random(7);
            var due = new List<TimeSpan>();
            var early = 0;
            var last = new TaskCompletionSource();
            for (var i = 0; i < 2_000; i++)
            {
                var delay = TimeSpan.FromTicks(random.Next(0, 500_000));
                var at = api.Loop.Time + delay;
                api.CallLater(delay, () =>
                {
                    if (api.Loop.Time < at)
                        early++;
                    due.Add(at);
                });
            }

            api.CallLater(TimeSpan.FromMilliseconds(200), last.SetResult);
            await last.Task.WaitAsync(Guard);

            Assert.Equal(2_000, due.Count);
            Assert.Equal(0, early);
            // The test reads the clock a moment before CallLater does, so two close due times may seem swapped.
            for (var i = 1; i < due.Count; i++)
                Assert.True(due[i] > due[i - 1] - TimeSpan.FromMilliseconds(30), $"{due[i]} ran after {due[i - 1]}");
        }
        finally
        {
            await system.Terminate();
        }
    }
}

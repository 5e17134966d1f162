using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The list of scheduled calls has their names, in the order of their due times.</summary>
public sealed class ScheduledCallsTests() : VirtualTestKit("txaio.timers.keepalive { bucket = 1s, chunk-size = 2 }")
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private IReadOnlyList<ScheduledCall> Scheduled => TxaioExtension.Get(Sys).GetScheduledCalls();

    private ITxaio Tx => Sys.Txaio();

    [Fact]
    public void Calls_of_loops_and_batched_timers_come_in_due_order()
    {
        var timer = Tx.BatchedTimer("keepalive");
        timer.CallLater(Second * 60.5, Far);
        Tx.CallLater(Second * 2, Near);
        timer.CallLater(Second * 1.2, Near);
        Tx.CallLater(Second, TestActor, "hello");
        Tx.CallLater(Second, Far);

        Assert.Equal(
            [
                (1, $"String to {TestActor}", "loop 'default'"),
                (1, NameOf(nameof(Far)), "loop 'default'"),
                (1, NameOf(nameof(Near)), "batched timer 'keepalive'"),
                (2, NameOf(nameof(Near)), "loop 'default'"),
                (60, NameOf(nameof(Far)), "batched timer 'keepalive'"),
            ],
            Scheduled.Select(call => (call.Due.TotalSeconds, call.Description, call.Source)));
        Assert.Equal($"{NameOf(nameof(Far))}, loop 'default', due at 00:00:01", Scheduled[1].ToString());
    }

    [Fact]
    public void Calls_with_one_due_time_are_listed_in_the_order_in_which_they_will_run()
    {
        var reset = Tx.CallLater(Second, Far);
        Tx.CallLater(Second, Near);
        reset.Reset(Second);

        Assert.Equal([NameOf(nameof(Near)), NameOf(nameof(Far))], Scheduled.Select(static call => call.Description));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(1024)]
    public void Calls_that_fill_the_memory_of_their_loop_are_all_listed(int count)
    {
        for (var i = 0; i < count; i++)
            Tx.CallLater(Second, Near);

        Assert.Equal(count, Scheduled.Count);
    }

    [Fact]
    public void Cancelled_calls_and_calls_that_ran_are_not_listed()
    {
        var timer = Tx.MakeBatchedTimer(Second);
        var onLoop = Tx.CallLater(Second * 2, Near);
        var inTimer = timer.CallLater(Second * 60, Near);
        Tx.CallLater(Second, Near);

        onLoop.Cancel();
        Assert.Equal(2, Scheduled.Count);
        Time.Advance(Second);
        Assert.Equal("batched timer 'batched.1'", Assert.Single(Scheduled).Source);
        inTimer.Cancel();
        Assert.Empty(Scheduled);
    }

    [Fact]
    public void Firing_bucket_lists_remaining_calls_with_the_time_of_its_next_chunk()
    {
        var timer = Tx.BatchedTimer("keepalive");
        for (var i = 0; i < 3; i++)
            timer.CallLater(Second, Near);

        Time.Advance(Second);

        Assert.Equal(1.5, Assert.Single(Scheduled).Due.TotalSeconds);
        Time.Advance(Second / 2);
        Assert.Empty(Scheduled);
    }

    [Fact]
    public void Buckets_that_fire_at_the_same_time_are_listed_in_the_order_they_were_made()
    {
        Time.Advance(Second * 7.25);
        var timer = Tx.MakeBatchedTimer(Second, chunkSize: 1);
        // The bucket begins late, so its fourth chunk is due with the next bucket.
        for (var i = 0; i < 4; i++)
            timer.CallLater(TimeSpan.Zero, Near);
        timer.CallLater(Second, Far);
        Time.Advance(Second * 0.6);

        Assert.Equal(
            [(8, NameOf(nameof(Near))), (8, NameOf(nameof(Far)))],
            Scheduled.Select(static call => (call.Due.TotalSeconds, call.Description)));
    }

    [Fact]
    public void Timeout_of_an_Ask_is_listed_until_the_reply()
    {
        var asked = Tx.Ask<string>(TestActor, "question", Second * 5);

        Assert.Equal($"the timeout of an Ask of {TestActor}", Assert.Single(Scheduled).Description);
        ExpectMsg("question");
        LastSender.Tell("answer");
        Assert.True(asked.IsCalled);
        Assert.Empty(Scheduled);
    }

    [Fact]
    public void Timeouts_of_more_Asks_than_have_cells_are_listed_each_once()
    {
        for (var i = 0; i < 1000; i++)
            _ = Tx.Ask<string>(TestActor, i, Second * 5);

        Assert.Equal(1000, Scheduled.Count);
        Assert.All(Scheduled, call => Assert.Equal(Second * 5, call.Due));
        Time.Advance(Second * 5);
        Assert.Empty(Scheduled);
    }

    [Fact]
    public void Completed_promise_that_is_kept_for_late_subscribers_is_no_call()
    {
        var promise = Tx.CreateFuture<int>();
        Assert.NotNull(promise.Ref.Path);
        promise.Resolve(1);

        Assert.Empty(Scheduled);
    }

    [Fact]
    public void Nothing_is_listed_once_the_timer_is_disposed_of_or_the_system_has_ended()
    {
        var timer = Tx.MakeBatchedTimer(Second);
        timer.CallLater(Second * 60, Near);
        Tx.CallLater(Second, Near);
        Tx.BatchedTimer("keepalive").CallLater(Second * 60, Near);

        timer.Dispose();
        Assert.Equal(["loop 'default'", "batched timer 'keepalive'"], Scheduled.Select(call => call.Source));
        Time.Terminate();
        Assert.Empty(Scheduled);
    }

    [Fact]
    public void Call_by_message_is_listed_with_its_message_and_target()
    {
        Tx.Loop.Ref.Tell(new CallLater(Second, TestActor, "due"), ActorRefs.NoSender);
        Time.RunUntilIdle();

        Assert.Equal($"String to {TestActor}", Assert.Single(Scheduled).Description);
    }

    [Fact]
    public void Call_with_an_infinite_delay_is_never_due()
    {
        Tx.CallLater(Timeout.InfiniteTimeSpan, Near);

        Assert.Equal($"{NameOf(nameof(Near))}, loop 'default', never due", Assert.Single(Scheduled).ToString());
    }

    [Fact]
    public void Default_value_is_no_call()
    {
        var none = default(ScheduledCall);

        Assert.Equal(("", "", TimeSpan.Zero), (none.Source, none.Description, none.Due));
    }

    private static string NameOf(string method) => $"{typeof(ScheduledCallsTests).FullName}.{method}";

    private static void Near()
    {
    }

    private static void Far()
    {
    }
}

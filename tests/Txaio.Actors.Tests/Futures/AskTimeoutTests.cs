using Akka.Actor;
using Txaio.Actors.Futures.Asking;

namespace Txaio.Actors.Tests.Futures;

/// <summary>Timeouts of Asks are never early, are rounded up to a bucket, and do not depend on loops.</summary>
public sealed class AskTimeoutTests : FuturesTestKit
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    public AskTimeoutTests()
        : base("txaio.futures.ask-timeout = 7s")
    {
    }

    private long Pending => TxaioExtension.Get(Sys).AskTimers.PendingCalls;

    [Fact]
    public void Timeout_names_target_message_type_time_and_loop()
    {
        var target = CreateTestProbe().Ref;
        var future = Tx.Ask<int>(target, new List<string>(), TimeSpan.FromSeconds(1.5));

        Time.Advance(Second * 2);

        Assert.Equal(
            $"Ask of List<String> to {target} on loop 'default' got no reply within 1.5 s.",
            Assert.IsType<AskTimeoutException>(ErrorOf(future)).Message);
        Assert.Equal(0, Pending);
    }

    /// <summary>
    /// A timeout comes up to 100 ms late, or up to 10 ms late when it is shorter than a second. A timeout never comes
    /// early.
    /// </summary>
    [Theory]
    [InlineData(0, 1, 10)]
    [InlineData(0, 10, 10)]
    [InlineData(0, 999, 1000)]
    [InlineData(3, 10, 20)]
    [InlineData(0, 1000, 1000)]
    [InlineData(0, 1001, 1100)]
    [InlineData(50, 1000, 1100)]
    [InlineData(99, 30_000, 30_100)]
    public void Timeout_is_rounded_up_to_its_bucket(int start, int timeout, int due)
    {
        Time.Advance(Ms * start);
        var future = Ask(Ms * timeout);

        Time.AdvanceTo(Ms * due - TimeSpan.FromTicks(1));
        Assert.False(future.IsCalled);
        Time.AdvanceTo(Ms * due);

        Assert.IsType<AskTimeoutException>(ErrorOf(future));
    }

    /// <summary>
    /// One scheduled scan serves all Asks. An Ask with a shorter timeout moves the scan, and each scan schedules the
    /// next one.
    /// </summary>
    [Fact]
    public void Timeouts_of_many_lengths_each_come_in_their_time()
    {
        int[] seconds = [30, 5, 90, 2, 7, 5];
        var futures = seconds.Select(length => Ask(Second * length)).ToArray();

        for (var second = 1; second <= 90; second++)
        {
            Time.AdvanceTo((Second * second) - Ms);
            Assert.Equal(seconds.Count(length => length < second), futures.Count(future => future.IsCalled));
            Time.AdvanceTo(Second * second);
            Assert.Equal(seconds.Count(length => length <= second), futures.Count(future => future.IsCalled));
        }

        Assert.All(futures, future => Assert.IsType<AskTimeoutException>(ErrorOf(future)));
        Assert.Equal(0, Pending);
    }

    /// <summary>The Asks outnumber the cells of the loop's dependents.</summary>
    [Fact]
    public void Timeouts_of_many_Asks_each_come_in_their_time()
    {
        var futures = Enumerable.Range(0, 1000).Select(i => Ask(Second * (2 + (i % 2)))).ToArray();
        Assert.InRange(Pending, 1000, 1000);

        Time.Advance(Second * 2);

        Assert.All(futures.Index(), future => Assert.Equal(future.Index % 2 == 0, future.Item.IsCalled));
        Time.Advance(Second);
        Assert.All(futures, future => Assert.IsType<AskTimeoutException>(ErrorOf(future)));
        Assert.Equal(0, Pending);
    }

    [Fact]
    public void Timeouts_come_although_the_actors_of_timers_were_stopped()
    {
        Ask(Second);
        Time.RunUntilIdle();
        Sys.StopOwn("txaio/timers/*");
        Time.Advance(Second * 10);

        var future = Ask(Second * 2);
        Time.Advance(Second * 2);

        Assert.IsType<AskTimeoutException>(ErrorOf(future));
    }

    [Fact]
    public void Default_timeout_is_that_of_the_configuration()
    {
        var future = Ask(null);

        Time.Advance(Second * 7 - Ms);
        Assert.False(future.IsCalled);
        Time.Advance(Ms);

        Assert.EndsWith("within 7 s.", ErrorOf(future).Message);
    }

    [Fact]
    public void Infinite_timeout_never_times_out_and_schedules_nothing()
    {
        var future = Ask(Timeout.InfiniteTimeSpan);

        Assert.Equal(0, Pending);
        Time.Advance(TimeSpan.FromDays(1));

        Assert.False(future.IsCalled);
    }

    [Fact]
    public void Timeouts_out_of_range_throw_and_send_nothing()
    {
        foreach (var timeout in new[] { TimeSpan.Zero, Ms * -2, TimeSpan.MinValue, TimeSpan.MaxValue })
        {
            var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => Tx.Ask<int>(TestActor, "question", timeout));
            Assert.Equal("timeout", thrown.ParamName);
        }

        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        Assert.Equal(0, Tx.Loop.Dependents.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Many_asks_share_their_buckets_and_leave_none_after_the_replies(bool areAwaited)
    {
        var answer = Sys.ActorOf(Props.Create<Echo>().WithDispatcher(VirtualDispatcherId));
        var futures = Enumerable.Range(0, 1000).Select(i => Tx.Ask<int>(answer, i, Second * (1 + i % 30))).ToList();
        using var toResume = new CountdownEvent(areAwaited ? futures.Count : 0);
        if (areAwaited)
        {
            futures.ForEach(future =>
                future.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => toResume.Signal()));
        }

        Assert.Equal(1000, Pending);

        Time.RunUntilIdle();

        Assert.True(toResume.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, Pending);
        Assert.Equal(Enumerable.Range(0, 1000), futures.Select(future => future.Result));
        Assert.Equal(0, Tx.Loop.Dependents.Count);
    }

    [Fact]
    public void Ask_from_a_callback_of_the_loop_may_be_awaited_there()
    {
        var answer = Sys.ActorOf(Props.Create<Echo>().WithDispatcher(VirtualDispatcherId));
        Tx.Loop.CallSoon(async () =>
        {
            var value = await Tx.Ask<int>(answer, 5);
            Seen.Add($"{value} on {EventLoop.Current}");
        });

        Time.RunUntilIdle();

        Assert.Equal(["5 on loop 'default'"], Seen);
    }

    private Future<int> Ask(TimeSpan? timeout) => Tx.Ask<int>(CreateTestProbe().Ref, "question", timeout);

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}

/// <summary>Timeouts of Asks on a blocked loop, in real time.</summary>
public sealed class AskTimeoutOfABlockedLoopTests : TxaioTestKit
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Timeout_does_not_wait_for_a_blocked_loop_and_is_not_early()
    {
        var tx = Sys.Txaio();
        using var release = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        tx.Loop.CallSoon(() =>
        {
            blocked.Set();
            release.Wait(Guard);
        });
        Assert.True(blocked.Wait(Guard));
        var start = tx.Loop.Time;
        var target = Sys.ActorOf(Props.Create<Silent>());

        var asked = tx.Ask<int>(target, "question", TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAsync<AskTimeoutException>(() => asked.AsTask().WaitAsync(Guard));
        var took = tx.Loop.Time - start;
        var stillBlocked = !release.IsSet;
        release.Set();

        Assert.True(stillBlocked);
        Assert.True(took >= TimeSpan.FromMilliseconds(200), $"{took}");
    }

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}

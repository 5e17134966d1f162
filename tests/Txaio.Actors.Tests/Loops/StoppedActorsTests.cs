using Akka.Actor;
using Txaio.Actors.Messages;
using Txaio.Actors.Tests.Futures;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// After a stop of an actor of the library all waits end, other parts still work, and the system can end.
/// </summary>
public sealed class StoppedActorsTests : FuturesTestKit
{
    private static readonly TimeSpan Half = TimeSpan.FromMilliseconds(500);

    public StoppedActorsTests()
        : base("txaio.timers.keepalive.bucket = 100ms\nakka.actor.serialize-messages = off")
    {
    }

    public static TheoryData<string> Actors => ["timers", "timers/keepalive", "timers/*", "timers/*/*"];

    public static TheoryData<string> Parents => ["", "/loops", "/loops/default"];

    [Theory]
    [MemberData(nameof(Actors))]
    public void Asks_sleeps_and_waits_end_in_their_time(string actor)
    {
        var timer = Tx.BatchedTimer("keepalive");
        timer.CallLater(Second, () => { });
        var silent = CreateTestProbe();
        Future<int>[] before = [Tx.Ask<int>(silent.Ref, 1, Half), Tx.Ask<int>(silent.Ref, 1, Second * 2)];
        var waiting = Tx.CreateFuture<int>().WaitAsync(Second);
        Time.RunUntilIdle();

        End(actor);
        var after = Tx.Ask<int>(silent.Ref, 1, Half);
        var sleep = Tx.Sleep(Half);
        Time.Advance(Half);
        Assert.IsType<AskTimeoutException>(ErrorOf(before[0]));
        Assert.IsType<AskTimeoutException>(ErrorOf(after));
        Assert.True(sleep.IsCalled);
        Time.Advance(Second * 2);

        Assert.IsType<AskTimeoutException>(ErrorOf(before[1]));
        Assert.IsType<TimeoutException>(waiting.Exception?.InnerException);
        Time.Terminate();
    }

    [Fact]
    public void Batched_timers_work_again_after_their_parent_was_stopped()
    {
        var timer = Tx.BatchedTimer("keepalive");
        var call = timer.CallLater(Second, () => Seen.Add("dropped"));
        Time.RunUntilIdle();
        End("timers");
        Assert.False(call.IsActive);
        Assert.Equal(0, timer.PendingCalls);

        Tx.BatchedTimer("keepalive").CallLater(Second, () => Seen.Add("named"));
        using var made = Tx.MakeBatchedTimer(Second);
        made.CallLater(Second, () => Seen.Add("made"));
        Assert.StartsWith("/system/txaio/timers", made.Ref.Path.ToStringWithoutAddress(), StringComparison.Ordinal);
        Time.Advance(Second * 2);

        Assert.Equal(["made", "named"], Seen.Order(StringComparer.Ordinal));
        End("timers~keepalive");
        Tx.BatchedTimer("keepalive").CallLater(Second, () => Seen.Add("again"));
        Time.Advance(Second * 2);
        Assert.Contains("again", Seen);
    }

    [Fact]
    public void Stop_of_the_parent_of_timers_closes_also_a_timer_that_has_no_actor_yet()
    {
        // A call in an hour starts no actor.
        var timer = Tx.MakeBatchedTimer(Second);
        var call = timer.CallLater(TimeSpan.FromHours(1), () => Seen.Add("dropped"));

        End("timers");

        Assert.False(call.IsActive);
        Assert.False(call.Cancel());
        Assert.Throws<ObjectDisposedException>(() => timer.CallLater(Second, () => { }));
        Assert.Contains($"{timer} was stopped", TxaioExtension.Get(Sys).GetStoppedParts());
    }

    [Theory]
    [MemberData(nameof(Parents))]
    public void Stop_of_an_ancestor_closes_the_loops_and_fails_awaited_futures(string actor)
    {
        var silent = CreateTestProbe();
        var asked = Tx.Ask<int>(silent.Ref, 1, Second).AsTask();
        var slept = Tx.Sleep(Second).AsTask();
        var waited = Tx.CreateFuture<int>().WaitAsync(Second);
        Time.RunUntilIdle();

        Sys.StopOwn($"txaio{actor}");
        Time.RunUntilIdle();

        foreach (var task in new Task[] { asked, slept, waited })
            Assert.Throws<LoopTerminatedException>(() => Time.WaitFor(task));
        Assert.Throws<LoopTerminatedException>(() => Tx.Ask<int>(silent.Ref, 1));
        Assert.Throws<LoopTerminatedException>(() => Tx.CallLater(Second, () => { }));
        Assert.Throws<LoopTerminatedException>(() => Tx.Loop.CallSoon(() => { }));
        Assert.Same(Tx, Sys.Txaio());
        Time.Terminate();
    }

    /// <summary>Akka restarts a loop's actor that fails. The loop's list of promises survives the restart.</summary>
    [Fact]
    public void Promises_made_by_message_are_still_cancelled_with_their_asker_after_a_failure_of_the_loops_actor()
    {
        var asker = CreateTestProbe();
        Tx.Loop.Ref.Tell(CreateFuture.Instance, asker.Ref);
        Time.RunUntilIdle();
        var promise = asker.ExpectMsg<FutureCreated>().Promise;
        var watcher = CreateTestProbe();
        watcher.Watch(promise);
        ((IInternalActorRef)Tx.Loop.Ref).Restart(new InvalidOperationException("a bug"));
        Time.RunUntilIdle();

        Sys.Stop(asker.Ref);
        watcher.Watch(asker.Ref);
        Time.RunUntilIdle();

        watcher.FishForMessage(message => message is Terminated gone && gone.ActorRef.Equals(promise));
    }

    private void End(string actor)
    {
        Sys.StopOwn($"txaio/{actor}");
        Time.RunUntilIdle();
    }
}

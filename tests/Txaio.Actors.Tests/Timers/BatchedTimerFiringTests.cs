using Akka.Actor;

namespace Txaio.Actors.Tests.Timers;

/// <summary>Batched calls that use their timer while their bucket fires, and the contexts in which calls run.</summary>
public sealed class BatchedTimerFiringTests() : TimersTestBase(
    "txaio.loops { other.dispatcher = virtual-dispatcher, default.slow-callback = 100ms }")
{
    private static readonly AsyncLocal<string?> Local = new();

    [Fact]
    public void Call_scheduled_into_a_bucket_that_fires_goes_into_a_new_one_that_fires_at_once()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        timer.CallLater(Seconds(1), () =>
        {
            Note("first")();
            timer.CallLater(Seconds(0.9), Note("into the same"));
        });
        timer.CallLater(Seconds(1), Note("second"));

        Time.Advance(Seconds(3));

        Assert.Equal([("first", 1), ("into the same", 1), ("second", 1.5)], Ran);
    }

    [Fact]
    public void Call_scheduled_between_two_chunks_fires_at_once()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        timer.CallLater(Seconds(1), Note("first"));
        timer.CallLater(Seconds(1), Note("second"));
        Time.Advance(Seconds(1.25));
        timer.CallLater(Seconds(0.5), Note("into the same"));

        Time.Advance(Seconds(3));

        Assert.Equal([("first", 1), ("into the same", 1.25), ("second", 1.5)], Ran);
    }

    [Fact]
    public void Call_may_arm_and_cancel_calls_of_its_own_timer()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var timeout = timer.CallLater(Seconds(5), Note("timeout"));
        var rounds = 0;
        timer.CallLater(Seconds(1), Ping);

        Time.Advance(Seconds(60));

        Assert.Equal(["ping", "ping", "ping", "timeout"], RanNames);
        Assert.Equal([1, 3, 5, 12], Ran.Select(static call => call.At));

        void Ping()
        {
            Note("ping")();
            timeout.Cancel();
            timeout = timer.CallLater(Seconds(7), Note("timeout"));
            if (++rounds < 3)
                timer.CallLater(Seconds(2), Ping);
        }
    }

    [Fact]
    public void Call_runs_on_the_loop_of_its_timer()
    {
        var other = Sys.Txaio("other");
        var seen = new List<(EventLoop?, SynchronizationContext?)>();
        Action look = () => seen.Add((EventLoop.Current, SynchronizationContext.Current));
        Api.MakeBatchedTimer(Seconds(1)).CallLater(Seconds(1), look);
        other.MakeBatchedTimer(Seconds(1)).CallLater(Seconds(2), look);

        Time.Advance(Seconds(5));

        Assert.Equal(
            [(Api.Loop, Api.Loop.SynchronizationContext), (other.Loop, other.Loop.SynchronizationContext)], seen);
    }

    [Fact]
    public void Call_with_a_state_is_given_it()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var seen = new List<object?>();
        timer.CallLater(Seconds(1), seen.Add, "text");
        timer.CallLater(Seconds(1), static state => state.seen.Add(state.number), (seen, number: 5));
        timer.CallLater<object?>(Seconds(1), seen.Add, null);

        Time.Advance(Seconds(1));

        Assert.Equal(["text", 5, null], seen);
    }

    [Fact]
    public void Call_tells_without_a_sender_also_when_an_actor_scheduled_it()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var actor = ActorOfAsTestActorRef<ReplyActor>(Props.Create(() => new ReplyActor(timer, TestActor)));
        actor.Tell("arm");

        Time.Advance(Seconds(2));

        ExpectMsg("called");
        Assert.Equal(Sys.DeadLetters, LastSender);
    }

    [Fact]
    public void Execution_context_of_the_scheduler_is_not_captured()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        string? seen = "nothing";
        Local.Value = "of the request";
        timer.CallLater(Seconds(1), () => seen = Local.Value);
        Local.Value = null;

        Time.Advance(Seconds(1));

        Assert.Null(seen);
    }

    [Fact]
    public void Execution_context_does_not_leak_from_one_call_of_a_chunk_to_the_next()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var seen = new List<(string?, bool, SynchronizationContext?)>();
        timer.CallLater(Seconds(1), static () => Local.Value = "leak");
        Look();
        timer.CallLater(Seconds(1), static () => ExecutionContext.SuppressFlow());
        Look();
        timer.CallLater(Seconds(1), static () => SynchronizationContext.SetSynchronizationContext(null));
        Look();
        timer.CallLater(Seconds(1), static () =>
        {
            Local.Value = "leak of a call that failed";
            throw new InvalidOperationException("a failure");
        });
        Look();

        Time.Advance(Seconds(1));

        Assert.Equal(4, seen.Count);
        Assert.All(
            seen, context => Assert.Equal((null, false, Api.Loop.SynchronizationContext), context));

        void Look() => timer.CallLater(Seconds(1), () => seen.Add(
            (Local.Value, ExecutionContext.IsFlowSuppressed(), SynchronizationContext.Current)));
    }

    [Fact]
    public void Await_in_a_call_resumes_on_the_loop()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        EventLoop? seen = null;
        timer.CallLater(Seconds(1), async () =>
        {
            await Api.Sleep(Seconds(1));
            seen = EventLoop.Current;
        });

        Time.Advance(Seconds(3));

        Assert.Same(Api.Loop, seen);
    }

    [Fact]
    public void Slow_chunk_is_logged_with_its_first_callback()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(1), First);
        timer.CallLater(Seconds(1), () => Time.Spend(Seconds(1)));

        var chunk = $"by a chunk of batched timer 'batched.1', the first {typeof(BatchedTimerFiringTests).FullName}.First (";
        EventFilter.Warning(contains: chunk).ExpectOne(() => Time.Advance(Seconds(2)));
    }

    [Fact]
    public void PendingCalls_counts_calls_neither_run_nor_cancelled()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        var counts = new List<long> { timer.PendingCalls };
        var calls = Enumerable.Range(0, 4).Select(i => timer.CallLater(Seconds(1), Note($"{i}"))).ToList();
        timer.CallLater(Seconds(60), Note("far"));
        counts.Add(timer.PendingCalls);
        calls[3].Cancel();
        counts.Add(timer.PendingCalls);
        Time.Advance(Seconds(1.5));
        counts.Add(timer.PendingCalls);
        Time.Advance(Seconds(1));
        counts.Add(timer.PendingCalls);
        Time.Advance(Seconds(60));
        counts.Add(timer.PendingCalls);

        Assert.Equal([0, 5, 4, 2, 1, 0], counts);
    }

    private static void First()
    {
    }

    private sealed class ReplyActor : ReceiveActor
    {
        public ReplyActor(IBatchedTimer timer, IActorRef target) =>
            ReceiveAny(_ => timer.CallLater(TimeSpan.FromSeconds(1), () => target.Tell("called")));
    }
}

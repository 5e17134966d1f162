using Akka.Actor;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Timers;

/// <summary>Exceptions of batched calls, and arguments that the timer refuses.</summary>
public sealed class BatchedTimerFailureTests() : TimersTestBase(
    "txaio.loops.narrow { capacity = 2, dispatcher = virtual-dispatcher }")
{
    [Fact]
    public void Exceptions_do_not_stop_the_others_and_are_reported_once_when_the_bucket_is_done()
    {
        ListenForFailures();
        var timer = Api.MakeBatchedTimer(Seconds(1), chunkSize: 2);
        timer.CallLater(Seconds(1), () => throw new InvalidOperationException("it failed"));
        timer.CallLater(Seconds(1), Note("second"));
        timer.CallLater(Seconds(1), () => throw new NotSupportedException("it\r\nfailed\ntoo"));
        timer.CallLater(Seconds(1), Note("fourth"));
        Time.Advance(Seconds(1.4));
        ExpectNoMsg(TimeSpan.Zero);

        EventFilter.Error(contains: "batched timer 'batched.1' on loop 'default'").ExpectOne(
            () => Time.Advance(Seconds(1)));

        var failure = ExpectMsg<UnhandledFailure>();
        ExpectNoMsg(TimeSpan.Zero);
        var error = Assert.IsType<BatchedTimerException>(failure.Cause);
        Assert.Equal(["second", "fourth"], RanNames);
        Assert.Equal("default", failure.Loop);
        Assert.Equal("batched timer 'batched.1'", failure.Origin);
        Assert.Equal("batched.1", error.Timer);
        Assert.Equal(
            "Error(s) processing call_later bucket:\n"
            + "InvalidOperationException: it failed\n"
            + "NotSupportedException: it failed too",
            error.Message);
        Assert.IsAssignableFrom<AggregateException>(error);
        Assert.All(
            error.InnerExceptions,
            static inner => Assert.Contains(nameof(BatchedTimerFailureTests), inner.StackTrace));
    }

    [Fact]
    public void Exceptions_of_two_buckets_are_two_reports()
    {
        ListenForFailures();
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(1), () => throw new InvalidOperationException("first"));
        timer.CallLater(Seconds(2), () => throw new InvalidOperationException("second"));

        Time.Advance(Seconds(5));

        Assert.EndsWith("\nInvalidOperationException: first", ExpectMsg<UnhandledFailure>().Cause.Message);
        Assert.EndsWith("\nInvalidOperationException: second", ExpectMsg<UnhandledFailure>().Cause.Message);
    }

    [Fact]
    public void Exceptions_of_messages_to_foreign_refs_are_reported_beside_those_of_callbacks()
    {
        ListenForFailures();
        var timer = Api.MakeBatchedTimer(Seconds(1));
        timer.CallLater(Seconds(1), () => throw new InvalidOperationException("callback"));
        timer.CallLater(Seconds(1), new ThrowingRef(Sys), "message");
        timer.CallLater(Seconds(1), Note("last"));

        Time.Advance(Seconds(3));

        Exception[] errors = [ExpectMsg<UnhandledFailure>().Cause, ExpectMsg<UnhandledFailure>().Cause];
        var error = Assert.Single(errors.OfType<BatchedTimerException>());
        Assert.Equal(["callback"], error.InnerExceptions.Select(static inner => inner.Message));
        Assert.Equal(["told"], errors.Except([error]).Select(static alone => alone.Message));
        Assert.Equal(["last"], RanNames);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Bucket_not_positive_is_refused(long ticks)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Api.MakeBatchedTimer(TimeSpan.FromTicks(ticks)));

        Assert.Equal("bucket", error.ParamName);
        Assert.Equal(TimeSpan.FromTicks(ticks), error.ActualValue);
        Assert.StartsWith("The bucket of a batched timer must be positive and at most 36,500 days.", error.Message);
    }

    [Fact]
    public void Bucket_longer_than_any_delay_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "bucket", () => Api.MakeBatchedTimer(TimeSpan.FromDays(36_500) + TimeSpan.FromTicks(1)));

    [Theory]
    [InlineData(0)]
    [InlineData(-100)]
    public void Chunk_size_below_1_is_refused(int chunkSize)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Api.MakeBatchedTimer(Seconds(1), chunkSize));

        Assert.Equal("chunkSize", error.ParamName);
        Assert.Equal(chunkSize, error.ActualValue);
        Assert.StartsWith("The chunk size of a batched timer must be 1 or more.", error.Message);
    }

    [Fact]
    public void Unknown_rounding_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "rounding", () => Api.MakeBatchedTimer(Seconds(1), rounding: (BucketRounding)2));

    [Fact]
    public void Timer_says_how_it_was_made()
    {
        var timer = Api.MakeBatchedTimer(Milliseconds(250), 7, BucketRounding.Up);
        var plain = Api.MakeBatchedTimer(Seconds(1));

        Assert.Equal(
            (Milliseconds(250), 7, BucketRounding.Up), (timer.Bucket, timer.ChunkSize, timer.Rounding));
        Assert.Equal((100, BucketRounding.Down), (plain.ChunkSize, plain.Rounding));
    }

    [Fact]
    public void CallLater_with_too_long_a_delay_throws()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));
        var tooLong = TimeSpan.FromDays(36_500) + TimeSpan.FromTicks(1);

        Assert.Throws<ArgumentOutOfRangeException>("delay", () => timer.CallLater(tooLong, Note("never")));
        Assert.Throws<ArgumentOutOfRangeException>("delay", () => timer.CallLater(TimeSpan.MaxValue, Note("never")));
        Assert.Equal(0, timer.PendingCalls);
    }

    [Fact]
    public void CallLater_with_null_throws()
    {
        var timer = Api.MakeBatchedTimer(Seconds(1));

        Assert.Throws<ArgumentNullException>("callback", () => timer.CallLater(Seconds(1), null!));
        Assert.Throws<ArgumentNullException>("callback", () => timer.CallLater(Seconds(1), (Action)null!));
        Assert.Throws<ArgumentNullException>(
            "callback", () => timer.CallLater(Seconds(1), (Action<string>)null!, "state"));
        Assert.Throws<ArgumentNullException>(
            "callback", () => timer.CallLater(Seconds(1), (Action<CancellationToken>)null!, CancellationToken.None));
        Assert.Throws<ArgumentNullException>("target", () => timer.CallLater(Seconds(1), (IActorRef)null!, "message"));
        Assert.Throws<ArgumentNullException>("message", () => timer.CallLater(Seconds(1), TestActor, (object)null!));
    }

    [Fact]
    public void CallLater_on_a_full_loop_is_refused_and_scheduled_calls_still_run()
    {
        var narrow = Sys.Txaio("narrow");
        var timer = narrow.MakeBatchedTimer(Seconds(1), chunkSize: 1);
        for (var i = 0; i < 5; i++)
            timer.CallLater(Seconds(1), Note($"{i}"));
        narrow.Loop.CallSoon(static () => { });
        narrow.Loop.CallSoon(static () => { });

        Assert.Throws<LoopOverloadedException>(() => timer.CallLater(Seconds(1), Note("refused")));
        using var made = narrow.MakeBatchedTimer(Seconds(1));

        Time.Advance(Seconds(2));
        Assert.Equal(5, Ran.Count);
    }

    [Fact]
    public void Disposed_timer_of_a_full_loop_is_disposed_and_not_full()
    {
        var narrow = Sys.Txaio("narrow");
        var timer = narrow.MakeBatchedTimer(Seconds(1));
        timer.Dispose();
        narrow.Loop.CallSoon(static () => { });
        narrow.Loop.CallSoon(static () => { });

        Assert.Throws<ObjectDisposedException>(() => timer.CallLater(Seconds(1), Note("never")));
    }

    [Fact]
    public void Exception_of_a_call_of_the_librarys_own_timers_is_reported()
    {
        var timer = BatchedTimer.WithoutLoop(TxaioExtension.Get(Sys).TimerHost, "own", Seconds(1));
        timer.ScheduleAt(Seconds(1).Ticks, CallbackInvoker.OffLoop, new Failing());

        Time.Advance(Seconds(2));

        var error = Assert.IsType<BatchedTimerException>(Assert.Single(Unhandled).Cause);
        Assert.Equal("own", error.Timer);
        Assert.Equal("a call without a loop", Assert.Single(error.InnerExceptions).Message);
    }

    [Fact]
    public void Exception_whose_text_throws_is_named_among_the_others()
    {
        var error = new BatchedTimerException("idle", [new Textless(), new InvalidOperationException("second")]);

        Assert.Equal(
            "Error(s) processing call_later bucket:\n"
            + "Textless: (Textless.Message threw NotSupportedException)\n"
            + "InvalidOperationException: second",
            error.Message);
    }

    [Fact]
    public void Exception_without_errors_is_refused()
    {
        Exception known = new InvalidOperationException("known");

        Assert.Throws<ArgumentNullException>("errors", () => new BatchedTimerException("idle", null!));
        Assert.StartsWith("Errors must not be null; number 0 is.", MessageOf(null!, known));
        Assert.StartsWith("Errors must not be null; number 1 is.", MessageOf(known, null!));

        static string MessageOf(params Exception[] errors) =>
            Assert.Throws<ArgumentException>("errors", () => new BatchedTimerException("idle", errors)).Message;
    }

    private sealed class Failing : ICallback
    {
        public void Run(object? state) => throw new InvalidOperationException("a call without a loop");

        public string Describe(object? state) => "a call";
    }

    private sealed class Textless : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private sealed class ThrowingRef(ActorSystem system) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "throws";

        public override IActorRefProvider Provider { get; } = ((ExtendedActorSystem)system).Provider;

        protected override void TellInternal(object message, IActorRef sender) =>
            throw new InvalidOperationException("told");
    }
}

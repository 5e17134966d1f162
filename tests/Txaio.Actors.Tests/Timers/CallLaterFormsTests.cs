using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Timers;

/// <summary>The forms of <c>CallLater</c> that loops and batched timers share.</summary>
public abstract class CallLaterFormsTests : TimersTestBase
{
    private readonly CancellationTokenSource _source = new();

    [Fact]
    public void Infinite_delay_is_never_and_can_be_cancelled()
    {
        var plain = CallLater(Timeout.InfiniteTimeSpan, Note("plain"));
        var async = CallLater(Timeout.InfiniteTimeSpan, () => Task.FromException(new InvalidOperationException()));
        var message = CallLater(Timeout.InfiniteTimeSpan, TestActor, "message", null);
        CallLater(TimeSpan.FromTicks(-1), Note("now"));
        Ref.Tell(new CallLater(Timeout.InfiniteTimeSpan, TestActor, "by message"), ActorRefs.NoSender);

        Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(["now"], RanNames);
        Assert.False(HasMessages);
        Assert.Empty(Unhandled);
        Assert.Equal([true, true, true], new[] { plain, async, message }.Select(static call => call.IsActive));
        Assert.All(TxaioExtension.Get(Sys).GetScheduledCalls(), call => Assert.Equal(TimeSpan.MaxValue, call.Due));
        Assert.Equal([true, true, true], new[] { plain, async, message }.Select(static call => call.Cancel()));
        Assert.False(plain.IsActive);
    }

    [Fact]
    public void Null_with_a_token_that_can_be_cancelled_is_refused()
    {
        Assert.Throws<ArgumentNullException>("callback", () => CallLater(Seconds(1), (Action)null!, _source.Token));
        Assert.Throws<ArgumentNullException>("callback", () => CallLater(Seconds(1), (Func<Task>)null!, _source.Token));
    }

    [Fact]
    public void Infinite_delay_leaves_other_calls_on_time()
    {
        var never = CallLater(Timeout.InfiniteTimeSpan, Note("never"));
        CallLater(Seconds(2), Note("later"));

        Time.Advance(Seconds(2));
        Time.Advance(Seconds(2));

        Assert.Equal(["later"], RanNames);
        Assert.True(never.Cancel());
        CallLater(Timeout.InfiniteTimeSpan, Note("never again"));
        Time.Advance(Seconds(100));
        Assert.Equal(["later"], RanNames);
    }

    [Fact]
    public void Async_callback_runs_and_its_failure_is_reported_also_after_an_await()
    {
        CallLater(Seconds(1), async () =>
        {
            Note("begins")();
            await Api.Sleep(Seconds(5));
            Assert.Equal(Api.Loop, EventLoop.Current);
            throw new InvalidOperationException("after an await");
        });
        Time.Advance(Seconds(2));
        Assert.Equal(["begins"], RanNames);
        Assert.Empty(Unhandled);

        Time.Advance(Seconds(10));

        var failure = Assert.Single(Unhandled);
        Assert.Equal("after an await", failure.Cause.Message);
        Assert.Equal("default", failure.Loop);
        Assert.Contains(nameof(Async_callback_runs_and_its_failure_is_reported_also_after_an_await), failure.Origin);
    }

    [Fact]
    public void Async_callback_that_fails_before_an_await_or_returns_null_fails_as_a_plain_one()
    {
        CallLater(Seconds(1), () => Task.FromException(new InvalidOperationException("at once")));
        CallLater(Seconds(3), () => (Task)null!);
        CallLater(Seconds(5), () => throw new InvalidOperationException("thrown"));
        Time.Advance(Seconds(10));

        string[] expected = ["at once", "An async callback returned null instead of a task.", "thrown"];
        Assert.Equal(expected, Unhandled.Select(failure => MessageOf(failure.Cause)));
    }

    [Fact]
    public void Async_callback_gets_its_state()
    {
        CallLater(
            Seconds(1),
            async text =>
            {
                await Task.Yield();
                Note(text)();
            },
            "state");
        Time.Advance(Seconds(2));
        Time.RunUntilIdle();

        Assert.Equal(["state"], RanNames);
    }

    [Fact]
    public void Token_cancels_the_call_in_each_form()
    {
        DelayedCall[] calls =
        [
            CallLater(Seconds(1), Note("plain"), _source.Token),
            CallLater(Seconds(1), _ => Note("with token")(), _source.Token),
            CallLater(Seconds(1), async () => await NoteAsync("async"), _source.Token),
            CallLater(Seconds(1), async t => await NoteAsync($"async with {t.CanBeCanceled}"), _source.Token),
        ];
        Assert.All(calls, static call => Assert.True(call.IsActive));

        _source.Cancel();

        Assert.All(calls, static call => Assert.False(call.IsActive));
        Assert.All(calls, static call => Assert.False(call.Cancel()));
        Time.Advance(Seconds(5));
        Assert.Empty(Ran);
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Token_that_is_not_cancelled_lets_the_call_run_once()
    {
        CallLater(Seconds(1), Note("plain"), _source.Token);
        CallLater(Seconds(1), t => Note($"{t == _source.Token}")(), _source.Token);
        CallLater(Seconds(1), async t => await NoteAsync($"async {t == _source.Token}"), _source.Token);
        CallLater(Seconds(1), Note("none"), CancellationToken.None);
        Time.Advance(Seconds(5));
        _source.Cancel();
        Time.Advance(Seconds(5));

        Assert.Equal(["plain", "True", "async True", "none"], RanNames);
    }

    [Fact]
    public void Token_that_was_cancelled_before_keeps_the_call_from_running()
    {
        _source.Cancel();

        var call = CallLater(TimeSpan.Zero, Note("never"), _source.Token);
        Time.Advance(Seconds(5));

        Assert.False(call.IsActive);
        Assert.Empty(Ran);
    }

    [Fact]
    public void Token_cancelled_by_the_call_before_keeps_the_next_from_running()
    {
        CallLater(Seconds(1), _source.Cancel);
        CallLater(Seconds(1), Note("never"), _source.Token);
        Time.Advance(Seconds(5));

        Assert.Empty(Ran);
    }

    [Fact]
    public void Handle_of_a_call_with_a_token_cancels_it()
    {
        var call = CallLater(Seconds(1), Note("never"), _source.Token);

        Assert.True(call.Cancel());
        Assert.False(call.Cancel());
        Time.Advance(Seconds(5));

        Assert.Empty(Ran);
    }

    [Fact]
    public void Cancellation_by_the_token_is_no_failure_and_another_is()
    {
        using var other = new CancellationTokenSource();
        CallLater(Seconds(1), async t => await Api.Sleep(Seconds(60), t), _source.Token);
        CallLater(
            Seconds(1), async _ => await Api.Sleep(Seconds(60), other.Token), new CancellationTokenSource().Token);
        Time.Advance(Seconds(2));

        _source.Cancel();
        Time.RunUntilIdle();
        Assert.Empty(Unhandled);
        other.Cancel();
        Time.RunUntilIdle();

        Assert.IsType<FutureCancelledException>(Assert.Single(Unhandled).Cause);
    }

    [Fact]
    public void Token_that_lives_long_keeps_nothing_of_calls_that_ran_were_cancelled_or_dropped()
    {
        WeakReference[] states = [Ran1(), Cancelled(), Dropped()];
        Time.Advance(Seconds(5));
        Time.Terminate();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(states, static state => Assert.False(state.IsAlive));
        GC.KeepAlive(_source);
    }

    [Fact]
    public void Sender_is_the_one_that_is_given()
    {
        var sender = CreateTestProbe();

        CallLater(Seconds(1), TestActor, "from a probe", sender.Ref);
        Time.Advance(Seconds(1));
        ExpectMsg("from a probe");
        Assert.Equal(sender.Ref, LastSender);

        CallLater(Seconds(1), TestActor, "from nobody", null);
        Time.Advance(Seconds(1));
        ExpectMsg("from nobody");
        Assert.Equal(Sys.DeadLetters, LastSender);
    }

    [Fact]
    public void Slow_callback_and_pending_list_name_the_users_method()
    {
        CallLater(Seconds(1), Callback);
        CallLater(Seconds(1), CallbackAsync);
        CallLater(Seconds(1), Callback, _source.Token);
        CallLater(Seconds(1), CallbackAsync, _source.Token);

        Assert.Equal(
            [nameof(Callback), nameof(CallbackAsync), nameof(Callback), nameof(CallbackAsync)],
            TxaioExtension.Get(Sys).GetScheduledCalls().Select(call => call.Description.Split('.')[^1]));
    }

    protected abstract IActorRef Ref { get; }

    protected abstract DelayedCall CallLater(TimeSpan delay, Action callback);

    protected abstract DelayedCall CallLater(TimeSpan delay, Func<Task> callback);

    protected abstract DelayedCall CallLater(TimeSpan delay, Func<string, Task> callback, string state);

    protected abstract DelayedCall CallLater(TimeSpan delay, Action callback, CancellationToken token);

    protected abstract DelayedCall CallLater(TimeSpan delay, Func<Task> callback, CancellationToken token);

    protected abstract DelayedCall CallLater(
        TimeSpan delay, Action<CancellationToken> callback, CancellationToken token);

    protected abstract DelayedCall CallLater(
        TimeSpan delay, Func<CancellationToken, Task> callback, CancellationToken token);

    protected abstract DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender);

    private static string MessageOf(Exception cause) =>
        cause is BatchedTimerException { InnerExceptions: [var inner] } ? inner.Message : cause.Message;

    private static void Callback()
    {
    }

    private static Task CallbackAsync() => Task.CompletedTask;

    private Task NoteAsync(string name)
    {
        Note(name)();
        return Task.CompletedTask;
    }

    private WeakReference Ran1()
    {
        var state = new object();
        CallLater(Seconds(1), () => GC.KeepAlive(state), _source.Token);
        return new WeakReference(state);
    }

    private WeakReference Cancelled()
    {
        var state = new object();
        CallLater(Seconds(1), () => GC.KeepAlive(state), _source.Token).Cancel();
        return new WeakReference(state);
    }

    private WeakReference Dropped()
    {
        var state = new object();
        CallLater(Seconds(1000), () => GC.KeepAlive(state), _source.Token);
        return new WeakReference(state);
    }
}

/// <summary>The forms of <c>ITxaio.CallLater</c>, on a loop.</summary>
public sealed class LoopCallLaterFormsTests : CallLaterFormsTests
{
    protected override IActorRef Ref => Api.Loop.Ref;

    protected override DelayedCall CallLater(TimeSpan delay, Action callback) => Api.CallLater(delay, callback);

    protected override DelayedCall CallLater(TimeSpan delay, Func<Task> callback) => Api.CallLater(delay, callback);

    protected override DelayedCall CallLater(TimeSpan delay, Func<string, Task> callback, string state) =>
        Api.CallLater(delay, callback, state);

    protected override DelayedCall CallLater(TimeSpan delay, Action callback, CancellationToken token) =>
        Api.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(TimeSpan delay, Func<Task> callback, CancellationToken token) =>
        Api.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(
        TimeSpan delay, Action<CancellationToken> callback, CancellationToken token) =>
        Api.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(
        TimeSpan delay, Func<CancellationToken, Task> callback, CancellationToken token) =>
        Api.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender) =>
        Api.CallLater(delay, target, message, sender);
}

/// <summary>The forms of <c>CallLater</c> of a batched timer.</summary>
public sealed class BatchedCallLaterFormsTests : CallLaterFormsTests
{
    private readonly IBatchedTimer _timer;

    public BatchedCallLaterFormsTests() =>
        _timer = Api.MakeBatchedTimer(Milliseconds(100), rounding: BucketRounding.Up);

    protected override IActorRef Ref => _timer.Ref;

    /// <summary>
    /// A callback that fails after an await gets a report of its own, because its bucket has already reported its
    /// failures.
    /// </summary>
    [Fact]
    public void Late_failure_is_reported_alone()
    {
        _timer.CallLater(Seconds(1), () => throw new InvalidOperationException("at once"));
        _timer.CallLater(Seconds(1), async () =>
        {
            await Api.Sleep(Seconds(5));
            throw new InvalidOperationException("late");
        });
        ListenForFailures();

        Time.Advance(Seconds(2));
        Assert.IsType<BatchedTimerException>(ExpectMsg<UnhandledFailure>().Cause);
        Assert.Equal(0, _timer.PendingCalls);
        Time.Advance(Seconds(5));

        Assert.Equal("late", Assert.IsType<InvalidOperationException>(ExpectMsg<UnhandledFailure>().Cause).Message);
    }

    protected override DelayedCall CallLater(TimeSpan delay, Action callback) => _timer.CallLater(delay, callback);

    protected override DelayedCall CallLater(TimeSpan delay, Func<Task> callback) =>
        _timer.CallLater(delay, callback);

    protected override DelayedCall CallLater(TimeSpan delay, Func<string, Task> callback, string state) =>
        _timer.CallLater(delay, callback, state);

    protected override DelayedCall CallLater(TimeSpan delay, Action callback, CancellationToken token) =>
        _timer.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(TimeSpan delay, Func<Task> callback, CancellationToken token) =>
        _timer.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(
        TimeSpan delay, Action<CancellationToken> callback, CancellationToken token) =>
        _timer.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(
        TimeSpan delay, Func<CancellationToken, Task> callback, CancellationToken token) =>
        _timer.CallLater(delay, callback, token);

    protected override DelayedCall CallLater(TimeSpan delay, IActorRef target, object message, IActorRef? sender) =>
        _timer.CallLater(delay, target, message, sender);
}

using Akka;
using Akka.Actor;
using Akka.Actor.Dsl;

namespace Txaio.Actors.Tests.Futures;

/// <summary>"Cancel reaches the body": a cancel of AsFuture's future ends the awaits of the function.</summary>
public sealed partial class CancelBodyTests : FuturesTestKit
{
    private readonly IActorRef _silent;
    private readonly List<Task> _noted = [];

    public CancelBodyTests() => _silent = Sys.ActorOf(dsl => dsl.ReceiveAny((_, _) => { }), "silent");

    /// <summary>All forms of functions whose rest can be cancelled.</summary>
    public static TheoryData<string> Forms =>
    [
        "Task", "Task of T", "ValueTask", "ValueTask of T", "object", "token", "token, T", "argument", "argument, T",
        "argument, ValueTask", "argument, ValueTask of T", "argument, object",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Cancel_ends_the_await_with_its_message_in_every_form(string form)
    {
        var future = Start(form, async () => await Noted(Tx.Sleep(Second)));
        Assert.Empty(Seen);

        future.Cancel("the user pressed stop");
        Time.RunUntilIdle();

        Assert.Equal(["FutureCancelledException: the user pressed stop"], Seen);
        Assert.True(future.IsCancelled);
        Assert.Empty(Unhandled);
        Time.ExpectNothingPending();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sleep_and_Ask_made_in_the_body_are_cancelled(bool isAwaited)
    {
        Future<Done>? sleep = null;
        Future<string>? asked = null;
        var outer = Tx.CreateFuture<int>();
        var future = Tx.AsFuture(async () =>
        {
            sleep = Tx.Sleep(Second);
            asked = Tx.Ask<string>(_silent, "question");
            if (isAwaited)
                await Tx.Gather(sleep, asked);
            await outer;
        });

        future.Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal("stop", ErrorOf(sleep!).Message);
        Assert.Equal("stop", ErrorOf(asked!).Message);
        Assert.Equal((true, true), (sleep!.IsCancelled, asked!.IsCancelled));
        Assert.False(outer.IsCalled);
    }

    [Fact]
    public void Future_made_outside_is_left_alone_and_can_be_awaited_by_others()
    {
        var outside = Tx.CreateFuture<int>(_ => Seen.Add("cancelled"));
        var other = Tx.AsFuture(async () => await outside + 1);
        var future = Tx.AsFuture(async () => await Noted(outside));

        future.Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal(["FutureCancelledException: stop"], Seen);
        Assert.False(outside.IsCalled);
        Assert.False(other.IsCalled);
        outside.Resolve(6);
        Time.RunUntilIdle();
        Assert.Equal("f = 7", EndOf(other));
    }

    [Fact]
    public void Canceller_of_a_future_made_in_the_body_runs()
    {
        var future = Tx.AsFuture(async () =>
        {
            // As a protocol's call does: its cancel tells the peer.
            var (first, second) = (Tx.CreateFuture<int>(_ => Seen.Add("first")), Tx.CreateFuture<int>(_ => Seen.Add("second")));
            await Tx.Gather(first, second);
        });

        future.Cancel();
        Time.RunUntilIdle();

        Assert.Equal(["first", "second"], Seen);
    }

    [Fact]
    public void Reason_that_is_an_exception_reaches_the_await_and_the_work()
    {
        var reason = new InvalidOperationException("the connection was lost");
        Future<Done>? sleep = null;
        Exception? seen = null;
        var future = Tx.AsFuture(async () =>
        {
            sleep = Tx.Sleep(Second);
            try
            {
                await Tx.CreateFuture<int>();
            }
            catch (OperationCanceledException e)
            {
                seen = e;
            }
        });

        future.Cancel(reason);
        Time.RunUntilIdle();

        Assert.Equal("the connection was lost", seen!.Message);
        Assert.Same(reason, seen.InnerException);
        Assert.Same(reason, ErrorOf(sleep!).InnerException);
    }

    /// <summary>A queue that completes the waiting futures must find that one of them is no longer waited for.</summary>
    [Fact]
    public void Promise_made_in_the_body_is_cancelled_only_if_the_body_awaits_it()
    {
        Future<int>? waiting = null, closed = null;
        var future = Tx.AsFuture(async () =>
        {
            closed = Tx.CreateFuture<int>();
            waiting = Tx.CreateFuture<int>();
            await waiting;
        });

        future.Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal((true, false), (waiting!.IsCancelled, closed!.IsCalled));
    }

    [Fact]
    public void Await_through_helpers_tasks_and_WaitAsync_ends()
    {
        var outside = Tx.CreateFuture<int>();
        IFuture[] futures =
        [
            Tx.AsFuture(() => Helper(outside)),
            Tx.AsFuture(() => Noted(outside.WaitAsync(Second))),
            Tx.AsFuture(() => Noted(outside.WaitAsync(CancellationToken.None))),
            Tx.AsFuture(async () => await Noted(outside.ConfigureAwait(false))),
            Tx.AsFuture(() => Noted(Tx.Sleep(Second).AsTask())),
            Tx.AsFuture(async () => await Noted(async () => await (IFuture)outside)),
            Tx.AsFuture(async () => await Noted(async () => await ((IFuture)outside).ConfigureAwait(false))),
        ];

        foreach (var future in futures)
            future.Cancel("stop");
        Time.RunUntilIdle();
        Time.WaitFor(Task.WhenAll(_noted));

        Assert.Equal(Enumerable.Repeat("FutureCancelledException: stop", futures.Length), Seen);
        Assert.False(outside.IsCalled);
        Time.ExpectNothingPending();

        async Task Helper(Future<int> awaited)
        {
            await Tx.Sleep(TimeSpan.Zero);
            await Noted(awaited);
        }
    }

    /// <summary>As asyncio: the cancel reaches a body once, so that its clean-up can wait.</summary>
    [Fact]
    public void Body_that_catches_the_cancel_can_await_again()
    {
        var future = Tx.AsFuture(async () =>
        {
            await Noted(Tx.Sleep(Second));
            await Tx.Sleep(Second);
            Seen.Add($"cleaned up: {await Tx.AsFuture(async () =>
            {
                await Tx.Sleep(Second);
                return 7;
            })}");
            return 7;
        });

        future.Cancel("stop");
        future.Cancel("stop again");
        Time.Advance(Second * 3);

        Assert.Equal(["FutureCancelledException: stop", "cleaned up: 7"], Seen);
        Assert.Equal("f ! FutureCancelledException: stop", EndOf(future));
        Assert.Empty(Unhandled);
    }

    /// <summary>As asyncio: a body that runs, or awaits a plain task, is cancelled at its next await.</summary>
    [Fact]
    public void Cancel_while_no_await_can_end_ends_the_next_one()
    {
        var gate = PlainTask();
        var done = Tx.CreateFutureSuccess(1);
        var future = Tx.AsFuture(async () =>
        {
            await gate.Task;
            Seen.Add($"completed futures do not wait: {await done}");
            await Noted(Tx.CreateFuture<int>());
            await Tx.Sleep(Second);
            Seen.Add("once");
        });

        future.Cancel("stop");
        Time.RunUntilIdle();
        Assert.Empty(Seen);
        gate.SetResult();
        Time.Advance(Second);

        Assert.Equal(["completed futures do not wait: 1", "FutureCancelledException: stop", "once"], Seen);
    }

    [Fact]
    public void Body_that_cancels_itself_ends_at_its_next_await()
    {
        Future<Done>? itself = null;
        itself = Tx.AsFuture(async () =>
        {
            await Tx.Sleep(Second);
            itself!.Cancel("myself");
            Seen.Add("runs on");
            await Noted(Tx.Sleep(Second));
        });

        Time.Advance(Second);

        Assert.Equal(["runs on", "FutureCancelledException: myself"], Seen);
    }

    [Fact]
    public void Cancel_after_the_end_of_the_body_changes_nothing_that_it_has_left()
    {
        Future<Done>? left = null;
        var future = Tx.AsFuture(async () =>
        {
            left = Tx.Sleep(Second);
            await Tx.Sleep(TimeSpan.Zero);
        });
        Time.RunUntilIdle();

        Assert.False(future.Cancel());
        Time.Advance(Second);

        Assert.Equal("f = Akka.Done", EndOf(left!));
    }

    /// <summary>The body learns of the cancel from work that it had started, and is not cancelled again.</summary>
    [Fact]
    public void Cancel_reaches_a_body_once_also_through_work_that_it_awaits_later()
    {
        var gate = PlainTask();
        var future = Tx.AsFuture(async () =>
        {
            var sleep = Tx.Sleep(Second);
            await gate.Task;
            await Noted(sleep);
            await Noted(Tx.Sleep(Second));
        });

        future.Cancel("stop");
        Time.RunUntilIdle();
        gate.SetResult();
        Time.Advance(Second);

        Assert.Equal(["FutureCancelledException: stop", "completed"], Seen);
    }

    [Fact]
    public void Code_that_an_ended_body_has_left_is_not_part_of_the_outer_body()
    {
        Future<Done>? left = null;
        var outer = Tx.AsFuture(async () =>
        {
            await Tx.AsFuture(async () =>
            {
                left = Tx.Sleep(Second);
                _ = Background();
                await Tx.Sleep(TimeSpan.Zero);
            });
            await Noted(Tx.Sleep(Second * 10));
        });
        Time.RunUntilIdle();

        outer.Cancel("stop");
        Time.Advance(Second * 2);

        Assert.Equal(["FutureCancelledException: stop", "background"], Seen);
        Assert.False(left!.IsCancelled);

        async Task Background()
        {
            await Tx.Sleep(Second);
            await Tx.Sleep(Second);
            Seen.Add("background");
        }
    }

    [Fact]
    public void Token_is_cancelled_before_the_await_ends()
    {
        var future = Tx.AsFuture(async token =>
        {
            try
            {
                await Tx.Sleep(Second);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                Seen.Add("stopped");
            }
        });

        future.Cancel();
        Time.RunUntilIdle();

        Assert.Equal(["stopped"], Seen);
    }

    [Fact]
    public void Callback_of_the_token_that_throws_is_reported_and_the_await_ends()
    {
        var future = Tx.AsFuture(async token =>
        {
            token.Register(() => throw new InvalidOperationException("the token's"));
            await Noted(Tx.Sleep(Second));
        });

        future.Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal(["FutureCancelledException: stop"], Seen);
        Assert.Equal("the token's", Assert.IsType<AggregateException>(Assert.Single(Unhandled).Cause).InnerException!.Message);
    }

    [Fact]
    public void CancelAfter_and_the_message_Cancel_reach_the_body()
    {
        var late = Tx.AsFuture(async () => await Noted(Tx.Sleep(Second * 5))).CancelAfter(Second, "late");
        Time.Advance(Second);
        var told = Tx.AsFuture(async () => await Noted(Tx.Sleep(Second * 5)));
        told.Ref.Tell(new Txaio.Actors.Messages.Cancel("told"));
        Time.RunUntilIdle();

        Assert.Equal(["FutureCancelledException: late", "FutureCancelledException: told"], Seen);
        Assert.True(late.IsCancelled);
    }

    [Fact]
    public void Plain_task_is_not_reached_but_ToFuture_of_it_is()
    {
        var source = new TaskCompletionSource<int>();
        var plain = Tx.AsFuture(async () => Seen.Add($"{await source.Task}"));
        var followed = Tx.AsFuture(async () => await Noted(source.Task.ToFuture(Tx)));

        plain.Cancel("stop");
        followed.Cancel("stop");
        Time.RunUntilIdle();
        Assert.Equal(["FutureCancelledException: stop"], Seen);
        source.SetResult(3);
        Time.RunUntilIdle();

        Assert.Equal(["FutureCancelledException: stop", "3"], Seen);
    }

    [Fact]
    public void Task_of_a_future_made_outside_is_not_reached()
    {
        var outside = Tx.CreateFuture<int>();
        Task? running = null;
        var body = Tx.AsFuture(() => running = NoteValue());

        body.Cancel("stop");
        Time.RunUntilIdle();
        Assert.Empty(Seen);
        outside.Resolve(3);
        Time.WaitFor(running!);

        Assert.Equal(["3"], Seen);

        async Task NoteValue() => Seen.Add($"{await outside.AsTask()}");
    }

    // Without the test's context, code that awaits a plain task resumes inside the call that completes the task.
    private static TaskCompletionSource PlainTask()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        return new TaskCompletionSource();
    }

    private async Task Noted(Future<int> awaited) => await Noted(async () => await awaited);

    private async Task Noted(Future<Done> awaited) => await Noted(async () => await awaited);

    private async Task Noted(ConfiguredFuture<int> awaited) => await Noted(async () => await awaited);

    private async Task Noted(Task awaited) => await Noted(async () => await awaited);

    private Task Noted(Func<Task> wait)
    {
        var noted = WaitAndNote(wait);
        _noted.Add(noted);
        return noted;
    }

    private async Task WaitAndNote(Func<Task> wait)
    {
        try
        {
            await wait();
            Note("completed");
        }
        catch (Exception e)
        {
            Note($"{e.GetType().Name}: {e.Message}");
        }
    }

    // Code that resumes on the thread pool notes beside code that resumes on the test's thread.
    private void Note(string note)
    {
        lock (Seen)
            Seen.Add(note);
    }

    private IFuture Start(string form, Func<Task> body) => form switch
    {
        "Task" => Tx.AsFuture(body),
        "Task of T" => Tx.AsFuture(() => Value(body)),
        "ValueTask" => Tx.AsFuture(() => new ValueTask(body())),
        "ValueTask of T" => Tx.AsFuture(() => new ValueTask<int>(Value(body))),
        "object" => Tx.AsFuture<object>(() => Value(body)),
        "token" => Tx.AsFuture((CancellationToken _) => body()),
        "token, T" => Tx.AsFuture((CancellationToken _) => Value(body)),
        "argument" => Tx.AsFuture(_ => body(), 1),
        "argument, T" => Tx.AsFuture(_ => Value(body), 1),
        "argument, ValueTask" => Tx.AsFuture(_ => new ValueTask(body()), 1),
        "argument, ValueTask of T" => Tx.AsFuture(_ => new ValueTask<int>(Value(body)), 1),
        "argument, object" => Tx.AsFuture(_ => (object)body(), 1),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    private static async Task<int> Value(Func<Task> body)
    {
        await body();
        return 1;
    }
}

using Akka;

namespace Txaio.Actors.Tests.Futures;

/// <summary>IFuture: callbacks and awaits of code that does not know the type of the value.</summary>
public sealed class UntypedFutureTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("failed");

    /// <summary>The forms of AddCallbacks and AddBoth.</summary>
    public static TheoryData<string> Forms =>
        ["callbacks", "callbacks state", "callbacks async", "callbacks async state", "ported", "ported async",
            "both", "both state", "both async", "both async state"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Callbacks_get_the_outcome_of_any_type_on_the_loop_and_never_inline(string form)
    {
        var (number, text, done, failed, cancelled) = (
            Tx.CreateFuture<int>(), Tx.CreateFuture<string?>(), Tx.CreateFuture(), Tx.CreateFuture<DateTime>(),
            Tx.CreateFuture<object>());
        foreach (var future in new IFuture[] { number, text, done, failed, cancelled })
            Add(future, form);

        number.Resolve(7);
        text.Resolve(null);
        done.Resolve();
        failed.Reject(_error);
        cancelled.Cancel("gone");
        Add(Tx.CreateFutureSuccess(8), form);
        Assert.Empty(Seen);
        Time.RunUntilIdle();

        Assert.Equal(
            ["= 7 on default", "=  on default", "= Akka.Done on default", "! failed on default", "! gone on default",
                "= 8 on default"],
            Seen);
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Callback_that_throws_fails_its_errback_or_is_reported_with_its_name()
    {
        IFuture future = Tx.CreateFutureSuccess(1);
        future.AddCallbacks(_ => throw _error, failure => Seen.Add(failure.Value.Message));
        future.AddCallbacks(
            async _ =>
            {
                await Task.Yield();
                throw _error;
            },
            failure => Seen.Add($"later {failure.Value.Message}"));
        Time.RunUntilIdle();
        Assert.Equal(["failed", "later failed"], Seen);
        Assert.Empty(Unhandled);

        future.AddCallbacks(_ => throw _error);
        Time.RunUntilIdle();
        Assert.Contains(nameof(UntypedFutureTests), Assert.Single(Unhandled).Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void AddCallbacks_of_two_nulls_and_AddBoth_of_null_throw()
    {
        IFuture future = Tx.CreateFuture<int>();

        Assert.Throws<ArgumentException>(() => future.AddCallbacks());
        Assert.Throws<ArgumentException>(() => future.AddCallbacks(null, (Action<IFailedFuture>?)null));
        Assert.Throws<ArgumentException>(() => future.AddCallbacks((Action<object?, int>?)null, null, 1));
        Assert.Throws<ArgumentNullException>(() => future.AddBoth((Action<Outcome<object?>>)null!));
        Assert.Throws<ArgumentNullException>(() => future.AddBoth((Func<Outcome<object?>, Task>)null!));
        Assert.Throws<ArgumentNullException>(() => future.AddBoth((Action<Outcome<object?>, int>)null!, 1));
        Assert.Throws<ArgumentNullException>(() => future.AddBoth((Func<Outcome<object?>, int, Task>)null!, 1));
    }

    [Fact]
    public void Errback_with_a_state_observes_and_a_callback_alone_does_not()
    {
        var (one, other) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());

        ((IFuture)one).AddCallbacks((Action<object?, int>?)null, static (_, _) => { }, 1);
        ((IFuture)other).AddCallbacks(static (_, _) => { }, null, 1);

        Assert.True(one.IsObserved);
        Assert.False(other.IsObserved);
    }

    [Fact]
    public void Errback_alone_with_a_state_is_not_called_for_a_value()
    {
        var (resolved, rejected) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        foreach (var future in new IFuture[] { resolved, rejected })
        {
            future.AddCallbacks((Action<object?, string>?)null, Errback, "plain");
            future.AddCallbacks((Func<object?, string, Task>?)null, Errback, "async");
        }

        resolved.Resolve(1);
        rejected.Reject(_error);
        Time.RunUntilIdle();

        Assert.Equal(["plain failed", "async failed"], Seen);
        Assert.Empty(Unhandled);

        void Errback(IFailedFuture failure, string state) => Seen.Add($"{state} {failure.Value.Message}");
    }

    [Fact]
    public void Await_gives_the_value_as_an_object_and_throws_the_very_exception()
    {
        IFuture later = Tx.CreateFuture<int>();
        Task<object?> waiting = Awaited(later);
        ((Future<int>)later).Resolve(42);

        Assert.Equal(42, Time.WaitFor(waiting));
        Assert.Equal("text", Time.WaitFor(Awaited(Tx.CreateFutureSuccess("text"))));
        Assert.Null(Time.WaitFor(Awaited(Tx.CreateFutureSuccess<string?>(null))));
        Assert.Same(Done.Instance, Time.WaitFor(Awaited(Tx.CreateFutureSuccess())));
        Assert.Same(_error, Record.Exception(() => Time.WaitFor(Awaited(Tx.CreateFutureError<int>(_error)))));

        static async Task<object?> Awaited(IFuture future) => await future;
    }

    [Fact]
    public void Await_on_a_loop_resumes_there_and_with_ConfigureAwait_false_on_the_pool()
    {
        IFuture future = Tx.CreateFuture<int>();
        var onLoop = Tx.Loop.RunAsync(async () =>
        {
            _ = await future;
            return EventLoop.Current;
        });
        var onPool = Tx.Loop.RunAsync(async () =>
        {
            _ = await future.ConfigureAwait(false);
            return EventLoop.Current;
        });
        Time.RunUntilIdle();
        ((Future<int>)future).Resolve(1);

        Assert.Equal(Tx.Loop, Time.WaitFor(onLoop));
        Assert.Null(Time.WaitFor(onPool));
    }

    [Fact]
    public void GetResult_on_the_futures_own_loop_throws_instead_of_waiting_for_ever()
    {
        IFuture future = Tx.CreateFuture<int>();
        var waiting = Tx.Loop.RunAsync(() => future.GetAwaiter().GetResult());

        var error = Assert.IsType<InvalidOperationException>(Record.Exception(() => Time.WaitFor(waiting)));

        Assert.Contains("await it", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The first of several futures of different types, by the tools that take any future.</summary>
    [Fact]
    public void First_of_futures_of_several_types_is_awaited_for_its_value()
    {
        var (slow, fast) = (Tx.CreateFuture<string>(), Tx.CreateFuture<int>());
        var value = Tx.Loop.RunAsync(async () => await await Tx.WhenAny(slow, fast));
        Time.RunUntilIdle();
        fast.Resolve(5);

        Assert.Equal(5, Time.WaitFor(value));
    }

    [Fact]
    public void Failure_counts_as_observed_by_errback_AddBoth_and_await()
    {
        var futures = Enumerable.Range(0, 3).Select(_ => Tx.CreateFuture<int>()).ToArray();
        ((IFuture)futures[0]).AddCallbacks(null, _ => { });
        ((IFuture)futures[1]).AddBoth(_ => { });
        ((IFuture)futures[2]).GetAwaiter().OnCompleted(() => { });
        foreach (var future in futures)
            future.Reject(_error);
        Time.RunUntilIdle();

        Assert.All(futures, static future => Assert.True(future.IsObserved));
    }

    /// <summary>The overloads for any future make no call of a typed future ambiguous.</summary>
    [Fact]
    public void Calls_on_typed_futures_bind_as_before()
    {
        var text = Tx.CreateFuture<string>();
        Tx.AddCallbacks(text, value => Seen.Add($"{value.Length}"));
        Tx.AddCallbacks(text, null, failure => Seen.Add("no"));
        Tx.AddCallbacks(text, async value =>
        {
            await Task.Yield();
            Seen.Add($"{value.Length + 1}");
        });
        Tx.AddCallbacks(text, TakeObject);
        text.AddCallbacks(TakeObject);

        text.Resolve("four");
        Time.RunUntilIdle();

        Assert.Equal(["4", "object four", "object four", "5"], Seen);
    }

    private void TakeObject(object? value) => Seen.Add($"object {value}");

    private void Add(IFuture future, string form)
    {
        Action<object?> callback = value => Note($"= {value}");
        Action<IFailedFuture> errback = failure => Note($"! {failure.Value.Message}");
        Action<Outcome<object?>> both = outcome =>
            Note(outcome.TryGetValue(out var value) ? $"= {value}" : $"! {outcome.Failure!.Value.Message}");
        switch (form)
        {
            case "callbacks":
                future.AddCallbacks(callback, errback);
                break;
            case "callbacks state":
                future.AddCallbacks((value, it) => it(value), (failure, _) => errback(failure), callback);
                break;
            case "callbacks async":
                future.AddCallbacks(
                    value =>
                    {
                        callback(value);
                        return Task.CompletedTask;
                    },
                    errback);
                break;
            case "callbacks async state":
                future.AddCallbacks(
                    static (value, it) =>
                    {
                        it(value);
                        return Task.CompletedTask;
                    },
                    (failure, _) => errback(failure),
                    callback);
                break;
            case "ported":
                Tx.AddCallbacks(future, callback, errback);
                break;
            case "ported async":
                Tx.AddCallbacks(
                    future,
                    value =>
                    {
                        callback(value);
                        return Task.CompletedTask;
                    },
                    errback);
                break;
            case "both":
                future.AddBoth(both);
                break;
            case "both state":
                future.AddBoth(static (outcome, it) => it(outcome), both);
                break;
            case "both async":
                future.AddBoth(outcome =>
                {
                    both(outcome);
                    return Task.CompletedTask;
                });
                break;
            default:
                future.AddBoth(
                    static (outcome, it) =>
                    {
                        it(outcome);
                        return Task.CompletedTask;
                    },
                    both);
                break;
        }
    }

    private void Note(string what) => Seen.Add($"{what} on {EventLoop.Current?.Name}");
}

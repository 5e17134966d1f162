namespace Txaio.Actors.Tests.Futures;

/// <summary>AddBoth adds one callback that runs for a value and for a failure.</summary>
public sealed class AddBothTests : FuturesTestKit
{
    private static readonly AsyncLocal<string?> Flowing = new();
    private readonly InvalidOperationException _error = new("failed");

    /// <summary>The forms of AddBoth.</summary>
    public static TheoryData<string> Forms => ["plain", "state", "async", "async state"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Callback_gets_either_outcome_on_the_loop_and_never_inline(string form)
    {
        var futures = Enumerable.Range(0, 3).Select(_ => Tx.CreateFuture<int>()).ToArray();
        foreach (var future in futures)
            Add(future, form, outcome => Seen.Add($"{outcome} on {EventLoop.Current}"));

        futures[0].Resolve(7);
        futures[1].Reject(_error);
        futures[2].Cancel("gone");
        Add(Tx.CreateFutureSuccess(8), form, outcome => Seen.Add($"{outcome.Value}"));
        Add(Tx.CreateFutureError<int>(_error), form, outcome => Assert.Same(_error, outcome.Failure!.Value));
        Assert.Empty(Seen);
        Time.RunUntilIdle();

        Assert.Equal(
            [
                "7 on loop 'default'", "InvalidOperationException: failed on loop 'default'",
                "FutureCancelledException: gone on loop 'default'", "8",
            ],
            Seen);
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Callback_runs_in_the_order_added_among_other_callbacks()
    {
        var future = Tx.CreateFuture<int>();
        future.AddCallbacks(_ => Seen.Add("1"));
        future.AddBoth(_ => Seen.Add("2"));
        future.AddCallbacks(static (_, seen) => seen.Add("3"), null, Seen);
        future.AddBoth(static (_, seen) => seen.Add("4"), Seen);
        future.Resolve(0);
        future.AddBoth(_ => Seen.Add("5"));

        Time.RunUntilIdle();

        Assert.Equal(["1", "2", "3", "4", "5"], Seen);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Failure_counts_as_observed(string form)
    {
        var (before, after) = (Tx.CreateFuture<int>(), Tx.CreateFutureError<int>(_error));
        Add(before, form, _ => { });
        Add(after, form, _ => { });

        Assert.True(before.IsObserved);
        Assert.True(after.IsObserved);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Exception_of_the_callback_is_reported_once_with_its_name(string form)
    {
        var thrown = new InvalidOperationException("thrown");
        Add(Tx.CreateFutureError<int>(_error), form, _ => throw thrown);

        Time.RunUntilIdle();

        var failure = Assert.Single(Unhandled);
        Assert.Same(thrown, failure.Cause);
        Assert.Contains(nameof(AddBothTests), failure.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Exception_after_an_await_of_the_callback_is_reported()
    {
        var gate = Tx.CreateFuture();
        Tx.CreateFutureSuccess(1).AddBoth(async _ =>
        {
            await gate;
            throw new InvalidOperationException("later");
        });
        Tx.CreateFutureSuccess(1).AddBoth(
            static async (_, gate) =>
            {
                await gate;
                throw new InvalidOperationException("later");
            },
            gate);
        Time.RunUntilIdle();
        Assert.Empty(Unhandled);

        gate.Resolve();
        Time.RunUntilIdle();

        Assert.Equal(["later", "later"], Unhandled.Select(failure => failure.Cause.Message));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Execution_context_flows(string form)
    {
        var future = Tx.CreateFuture<int>();
        Flowing.Value = "here";
        Add(future, form, _ => Seen.Add($"{Flowing.Value}"));
        Flowing.Value = null;

        future.Resolve(1);
        Time.RunUntilIdle();

        Assert.Equal(["here"], Seen);
    }

    [Fact]
    public async Task Callback_of_a_closed_loop_runs_on_the_thread_pool()
    {
        var future = Tx.CreateFuture<int>();
        var ran = new TaskCompletionSource<(int, EventLoop?)>();
        future.AddBoth(outcome => ran.SetResult((outcome.Value, EventLoop.Current)));
        Time.Terminate();

        future.Resolve(1);

        Assert.Equal((1, null), await ran.Task.WaitAsync(Second * 30));
    }

    [Fact]
    public void Null_callback_throws()
    {
        var future = Tx.CreateFuture<int>();

        Assert.Throws<ArgumentNullException>("callback", () => future.AddBoth((Action<Outcome<int>>)null!));
        Assert.Throws<ArgumentNullException>("callback", () => future.AddBoth((Func<Outcome<int>, Task>)null!));
        Assert.Throws<ArgumentNullException>("callback", () => future.AddBoth((Action<Outcome<int>, int>)null!, 1));
        Assert.Throws<ArgumentNullException>("callback", () => future.AddBoth((Func<Outcome<int>, int, Task>)null!, 1));
    }

    private static void Add(Future<int> future, string form, Action<Outcome<int>> callback)
    {
        switch (form)
        {
            case "plain":
                future.AddBoth(outcome => callback(outcome));
                break;
            case "state":
                future.AddBoth(static (outcome, callback) => callback(outcome), callback);
                break;
            case "async":
                future.AddBoth(outcome =>
                {
                    callback(outcome);
                    return Task.CompletedTask;
                });
                break;
            default:
                future.AddBoth(
                    static (outcome, callback) =>
                    {
                        callback(outcome);
                        return Task.CompletedTask;
                    },
                    callback);
                break;
        }
    }
}

namespace Txaio.Actors.Tests.Futures;

/// <content>What a cancel and a function that fails say.</content>
public sealed partial class CancelBodyTests
{
    [Fact]
    public void Cancel_without_a_reason_says_what_was_cancelled()
    {
        var future = Tx.AsFuture(async () => await Noted(Tx.Sleep(Second)));
        var source = Tx.CreateFuture<int>();
        var mapped = source.Select(static value => value);

        future.Cancel();
        mapped.Cancel();
        Time.RunUntilIdle();

        Assert.Equal(["FutureCancelledException: The future of AsFuture was cancelled."], Seen);
        Assert.Equal("f ! FutureCancelledException: The future of Select was cancelled.", EndOf(source));
    }

    /// <summary>Only the task of an async function says that the function was cancelled.</summary>
    [Fact]
    public void Function_that_throws_a_cancel_at_once_fails_with_it()
    {
        var error = new OperationCanceledException("thrown at once");

        var future = Tx.AsFuture(Task () => throw error);

        Assert.Same(error, ErrorOf(future));
        Assert.False(future.IsCancelled);
    }

    /// <summary>A failure that no code has observed is reported.</summary>
    [Fact]
    public void Await_observes_the_failure_of_a_future_made_outside_unless_a_cancel_ended_the_await()
    {
        var (awaited, given) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        _ = Tx.AsFuture(async () => await Noted(awaited));
        var cancelled = Tx.AsFuture(async () => await Noted(given));
        cancelled.Cancel("stop");
        Time.RunUntilIdle();

        awaited.Reject(new InvalidOperationException("failed"));
        given.Reject(new InvalidOperationException("failed"));
        Time.RunUntilIdle();

        Assert.Equal(["FutureCancelledException: stop", "InvalidOperationException: failed"], Seen);
        Assert.Equal((true, false), (awaited.IsObserved, given.IsObserved));
    }

    /// <summary>The cancel finds no await, and the function then fails without another await.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancel_that_a_failed_body_has_not_taken_does_not_reach_the_code_that_it_has_left(bool throws)
    {
        var (gate, left) = (PlainTask(), PlainTask());
        var failed = Tx.CreateFutureError<int>(new InvalidOperationException("failed"));
        var future = Tx.AsFuture<object>(async () =>
        {
            _ = Background();
            await gate.Task;
            return throws ? throw new InvalidOperationException("failed") : failed;
        });

        future.Cancel("stop");
        Time.RunUntilIdle();
        gate.SetResult();
        left.SetResult();
        Time.Advance(Second);

        Assert.Equal(["completed"], Seen);

        async Task Background()
        {
            await left.Task;
            await Noted(Tx.Sleep(Second));
        }
    }

    /// <summary>The future is completed already, so no caller would learn of the failure.</summary>
    [Fact]
    public void Body_that_fails_after_the_cancel_is_reported()
    {
        var future = Tx.AsFuture(async () =>
        {
            try
            {
                await Tx.Sleep(Second);
            }
            finally
            {
                throw new InvalidOperationException("the clean-up failed");
            }
        });

        future.Cancel("stop");
        Time.RunUntilIdle();

        var failure = Assert.Single(Unhandled);
        Assert.Equal("the clean-up failed", failure.Cause.Message);
        Assert.Contains(nameof(CancelBodyTests), failure.Origin, StringComparison.Ordinal);
        Assert.EndsWith(
            ", after the cancel of Future<Done> of loop 'default' (cancelled),",
            failure.Origin,
            StringComparison.Ordinal);
        Assert.Equal("f ! FutureCancelledException: stop", EndOf(future));
    }
}

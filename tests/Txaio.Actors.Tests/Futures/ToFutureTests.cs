using Akka;

namespace Txaio.Actors.Tests.Futures;

/// <summary>ToFuture of each kind of task, with and without a token.</summary>
public sealed class ToFutureTests : FuturesTestKit
{
    private readonly CancellationTokenSource _source = new();
    private readonly NotSupportedException _error = new("no");

    [Fact]
    public void ValueTask_ends_as_its_task_does()
    {
        var later = new TaskCompletionSource<int>();
        Future<int> typed = new ValueTask<int>(7).ToFuture(Tx);
        Future<Done> plain = ValueTask.CompletedTask.ToFuture(Tx);
        var pending = new ValueTask<int>(later.Task).ToFuture(Tx);
        Assert.False(pending.IsCalled);
        later.SetResult(8);

        Assert.Equal("f = 7", EndOf(typed));
        Assert.Equal("f = Akka.Done", EndOf(plain));
        Assert.Equal("f = 8", EndOf(pending));
        Assert.Same(_error, ErrorOf(ValueTask.FromException<int>(_error).ToFuture(Tx)));
        Assert.Same(_error, ErrorOf(ValueTask.FromException(_error).ToFuture(Tx)));
        Assert.True(ValueTask.FromCanceled<int>(new CancellationToken(true)).ToFuture(Tx).IsCancelled);
        Assert.True(ValueTask.FromCanceled(new CancellationToken(true)).ToFuture(Tx).IsCancelled);
    }

    [Fact]
    public void Task_with_one_or_several_exceptions_fails_with_all_of_them()
    {
        var both = Task.WhenAll(Task.FromException(_error), Task.FromException(new TimeoutException("slow")));
        var one = Task.WhenAll(Task.FromException(_error), Task.CompletedTask);

        var all = Assert.IsType<AggregateException>(ErrorOf(both.ToFuture(Tx)));
        Assert.Equal(["no", "slow"], all.InnerExceptions.Select(error => error.Message));
        Assert.Same(_error, ErrorOf(one.ToFuture(Tx)));
    }

    [Fact]
    public void Token_cancels_the_future_and_leaves_the_task_alone()
    {
        var source = new TaskCompletionSource<int>();
        var typed = source.Task.ToFuture(Tx, _source.Token);
        var plain = ((Task)source.Task).ToFuture(Tx, _source.Token);

        _source.Cancel();

        foreach (var error in new[] { ErrorOf(typed), ErrorOf(plain) })
        {
            var cancelled = Assert.IsType<FutureCancelledException>(error);
            Assert.Equal(_source.Token, cancelled.CancellationToken);
            Assert.Equal("The token given to ToFuture was cancelled.", cancelled.Message);
        }

        Assert.False(source.Task.IsCompleted);
        source.SetException(_error);
        Time.RunUntilIdle();
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Token_that_is_cancelled_before_or_after_the_end()
    {
        var done = Task.FromResult(1).ToFuture(Tx, _source.Token);
        _source.Cancel();

        Assert.Equal("f = 1", EndOf(done));
        Assert.Equal("f = 2", EndOf(Task.FromResult(2).ToFuture(Tx, _source.Token)));
        Assert.True(new TaskCompletionSource().Task.ToFuture(Tx, _source.Token).IsCancelled);
    }

    [Fact]
    public void Null_is_refused_in_every_form()
    {
        Assert.Throws<ArgumentNullException>("task", () => ((Task)null!).ToFuture(Tx, _source.Token));
        Assert.Throws<ArgumentNullException>("task", () => ((Task<int>)null!).ToFuture(Tx, _source.Token));
        Assert.Throws<ArgumentNullException>("txaio", () => Task.CompletedTask.ToFuture(null!, _source.Token));
        Assert.Throws<ArgumentNullException>("txaio", () => ValueTask.CompletedTask.ToFuture(null!));
        Assert.Throws<ArgumentNullException>("txaio", () => ValueTask.FromResult(1).ToFuture(null!));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _source.Dispose();
    }
}

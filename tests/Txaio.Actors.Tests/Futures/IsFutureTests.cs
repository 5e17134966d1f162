namespace Txaio.Actors.Tests.Futures;

/// <summary>is_future and is_called, for futures and tasks alike.</summary>
public sealed class IsFutureTests : FuturesTestKit
{
    [Fact]
    public void IsFuture_is_true_for_futures_and_tasks_and_for_nothing_else()
    {
        Assert.True(Tx.IsFuture(Tx.CreateFuture<int>()));
        Assert.True(Tx.IsFuture(Tx.CreateFuture()));
        Assert.True(Tx.IsFuture(Task.CompletedTask));
        Assert.True(Tx.IsFuture(Task.FromResult(1)));
        Assert.True(Tx.IsFuture(ValueTask.CompletedTask));
        Assert.True(Tx.IsFuture(new ValueTask<string>("x")));

        Assert.False(Tx.IsFuture(null));
        Assert.False(Tx.IsFuture(1));
        Assert.False(Tx.IsFuture("future"));
        Assert.False(Tx.IsFuture(typeof(Task)));
        Assert.False(Tx.IsFuture(new List<Task>()));
        Assert.False(Tx.IsFuture(new TaskCompletionSource()));
    }

    [Fact]
    public void IsCalled_is_true_once_resolved_rejected_or_cancelled()
    {
        var futures = Enumerable.Range(0, 3).Select(_ => Tx.CreateFuture<int>()).ToArray();
        Assert.All(futures, future => Assert.False(Tx.IsCalled(future)));

        futures[0].Resolve(1);
        futures[1].Reject(new InvalidOperationException());
        futures[2].Cancel();

        Assert.All(futures, future => Assert.True(Tx.IsCalled(future)));
        Assert.All(futures, future => Assert.True(future.IsCalled));
        _ = ErrorOf(futures[1]);
    }

    [Fact]
    public void IsCalled_of_tasks_says_whether_they_have_completed()
    {
        var pending = new TaskCompletionSource<int>();

        Assert.False(Tx.IsCalled(pending.Task));
        Assert.False(Tx.IsCalled(new ValueTask(pending.Task)));
        Assert.False(Tx.IsCalled(new ValueTask<int>(pending.Task)));
        pending.SetCanceled();
        Assert.True(Tx.IsCalled(pending.Task));
        Assert.True(Tx.IsCalled(new ValueTask(pending.Task)));
        Assert.True(Tx.IsCalled(new ValueTask<int>(pending.Task)));
    }

    [Fact]
    public void IsCalled_of_anything_else_throws()
    {
        Assert.Throws<ArgumentNullException>(() => Tx.IsCalled(null!));
        var thrown = Assert.Throws<ArgumentException>(() => Tx.IsCalled(new List<int>()));
        Assert.Contains("not a List<Int32>", thrown.Message, StringComparison.Ordinal);
    }
}

using Txaio.Actors.Futures.Bodies;
using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// The step in which a function takes a task of its work, while another thread cancels the function. The program in
/// tests/Txaio.Actors.Stress runs the whole with real threads.
/// </summary>
public sealed class ScopedFuturesTests : FuturesTestKit
{
    [Fact]
    public void Cancel_that_ends_the_work_just_before_its_task_is_taken_has_reached_the_function()
    {
        var (scope, work) = Work();
        scope.Cancel("stop", CancellationToken.None);

        ScopedFutures.TaskTaken(work, scope);

        Assert.True(work.IsCancelled);
        Assert.Null(scope.End());
    }

    [Fact]
    public void Cancel_after_the_task_was_taken_ends_the_work_and_has_reached_the_function()
    {
        var (scope, work) = Work();
        ScopedFutures.TaskTaken(work, scope);

        scope.Cancel("stop", CancellationToken.None);

        Assert.True(work.IsCancelled);
        Assert.Null(scope.End());
    }

    [Fact]
    public void Task_of_a_future_that_has_a_value_leaves_the_cancel_to_the_next_await()
    {
        var (scope, work) = Work();
        work.Resolve(1);
        scope.Cancel("stop", CancellationToken.None);

        ScopedFutures.TaskTaken(work, scope);

        Assert.NotNull(scope.End());
    }

    /// <summary>The future was cancelled, but not by the cancel of the function.</summary>
    [Theory]
    [InlineData("WaitAsync")]
    [InlineData("await")]
    public void Await_that_has_ended_leaves_a_later_cancel_to_the_next_await(string way)
    {
        var scope = new CancelScope();
        var outside = Tx.CreateFuture<int>();
        _ = way == "await"
            ? scope.Run(outside, static future => (object)future.GetAwaiter())
            : scope.Run(outside, static future => (object)future.WaitAsync(Second));
        outside.Cancel("of the other");

        scope.Cancel("stop", CancellationToken.None);

        Assert.NotNull(scope.End());
    }

    private (CancelScope Scope, Future<int> Work) Work()
    {
        var scope = new CancelScope();
        return (scope, scope.Run(Tx, static tx => tx.CreateFuture<int>(static _ => { })));
    }
}

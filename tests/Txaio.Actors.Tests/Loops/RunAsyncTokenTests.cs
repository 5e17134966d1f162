namespace Txaio.Actors.Tests.Loops;

/// <summary>RunAsync with a token that prevents the start of the work, as the token of Task.Run does.</summary>
public sealed class RunAsyncTokenTests() : LoopTestKit("txaio.loops.full.capacity = 1")
{
    private readonly CancellationTokenSource _source = new();

    [Fact]
    public void Work_that_is_cancelled_before_the_loop_comes_to_it_never_starts()
    {
        var (plain, typed) = Start();

        _source.Cancel();
        Assert.True(plain.IsCanceled);
        Assert.True(typed.IsCanceled);
        Time.RunUntilIdle();

        Assert.Empty(Notes);
        var error = Assert.ThrowsAny<OperationCanceledException>(() => Time.WaitFor(typed));
        Assert.Equal(_source.Token, error.CancellationToken);
    }

    [Fact]
    public void Token_that_was_cancelled_before_starts_nothing()
    {
        _source.Cancel();

        var (plain, typed) = Start();
        Time.RunUntilIdle();

        Assert.True(plain.IsCanceled);
        Assert.True(typed.IsCanceled);
        Assert.Empty(Notes);
    }

    [Fact]
    public void Token_does_not_cancel_work_that_has_started()
    {
        var (plain, typed) = Start();
        Time.RunUntilIdle();

        _source.Cancel();
        Time.Advance(Second);

        Time.WaitFor(plain);
        Assert.Equal(7, Time.WaitFor(typed));
        Assert.Equal(["plain", "typed"], Notes);
    }

    [Fact]
    public void Work_that_reads_the_token_itself_is_cancelled_after_its_start()
    {
        var task = Loop.RunAsync(() => Task.Delay(Second, Loop.TimeProvider, _source.Token), _source.Token);
        Time.RunUntilIdle();

        _source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => Time.WaitFor(task));
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Token_ends_the_awaits_of_work_that_has_started()
    {
        var outside = Api.CreateFuture<int>();
        var sleeping = Loop.RunAsync(async () => await Api.Sleep(Second), _source.Token);
        var waiting = Loop.RunAsync(async () => await outside, _source.Token);
        var another = Loop.RunAsync(async () => await outside);
        Time.RunUntilIdle();

        _source.Cancel();
        Time.RunUntilIdle();

        var error = Assert.ThrowsAny<OperationCanceledException>(() => Time.WaitFor(sleeping));
        Assert.Equal("The token given to RunAsync was cancelled.", error.Message);
        Assert.Equal(_source.Token, error.CancellationToken);
        Assert.Equal((true, true, false), (sleeping.IsCanceled, waiting.IsCanceled, another.IsCompleted));
        Assert.False(outside.IsCalled);
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Token_that_is_cancelled_after_the_end_of_the_work_changes_nothing_that_it_has_left()
    {
        Future<Akka.Done>? left = null;
        var task = Loop.RunAsync(
            () =>
            {
                left = Api.Sleep(Second);
                return Task.CompletedTask;
            },
            _source.Token);
        Time.WaitFor(task);

        _source.Cancel();
        Time.Advance(Second);

        Assert.True(left!.IsCalled);
        Assert.False(left.IsCancelled);
    }

    /// <summary>Arguments are checked before the token: a cancelled token does not hide a mistake.</summary>
    [Fact]
    public void Closed_and_full_loops_refuse_also_when_the_token_is_cancelled()
    {
        var full = Sys.Txaio("full").Loop;
        _source.Cancel();
        full.CallSoon(() => { });

        Assert.Throws<LoopOverloadedException>(() => { _ = full.RunAsync(() => Task.CompletedTask, _source.Token); });
        Assert.Throws<ArgumentNullException>("work", () => { _ = Loop.RunAsync(null!, _source.Token); });
        Time.Terminate();
        Assert.Throws<LoopTerminatedException>(() => { _ = Loop.RunAsync(() => Task.CompletedTask, _source.Token); });
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _source.Dispose();
    }

    private (Task Plain, Task<int> Typed) Start()
    {
        var plain = Loop.RunAsync(
            async () =>
            {
                Note("plain");
                await Task.Delay(Second, Loop.TimeProvider);
            },
            _source.Token);
        var typed = Loop.RunAsync(
            async () =>
            {
                Note("typed");
                await Task.Delay(Second, Loop.TimeProvider);
                return 7;
            },
            _source.Token);
        return (plain, typed);
    }
}

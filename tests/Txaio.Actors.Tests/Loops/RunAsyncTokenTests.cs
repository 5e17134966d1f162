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

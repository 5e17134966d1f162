namespace Txaio.Actors.Tests.Loops;

/// <summary>A loop's SynchronizationContext is current in callbacks, posts to the loop, and never refuses.</summary>
public sealed class LoopSynchronizationContextTests : LoopTestKit
{
    private SynchronizationContext Context => Loop.SynchronizationContext;

    [Fact]
    public void Current_context_in_a_callback_is_the_loops()
    {
        SynchronizationContext? seen = null;

        OnLoop(() => seen = SynchronizationContext.Current);

        Assert.Same(Context, seen);
    }

    [Fact]
    public void Context_that_a_callback_replaces_is_restored_for_the_next()
    {
        var seen = new List<SynchronizationContext?>();
        Loop.CallSoon(() => SynchronizationContext.SetSynchronizationContext(new SynchronizationContext()));
        Loop.CallSoon(() => seen.Add(SynchronizationContext.Current));
        Loop.CallSoon(() => SynchronizationContext.SetSynchronizationContext(null));
        Loop.CallSoon(() => seen.Add(SynchronizationContext.Current));
        Api.CallLater(TimeSpan.Zero, () => seen.Add(SynchronizationContext.Current));

        Time.RunUntilIdle();

        Assert.Equal([Context, Context, Context], seen);
    }

    [Fact]
    public void Post_runs_on_the_loop_after_queued_callbacks()
    {
        Loop.CallSoon(() => Note("queued"));
        Context.Post(state => Note($"{state} on {EventLoop.Current}"), "posted");
        Assert.Empty(Notes);

        Time.RunUntilIdle();

        Assert.Equal(["queued", "posted on loop 'default'"], Notes);
    }

    [Fact]
    public void Send_on_the_loop_is_inline() => OnLoop(() =>
    {
        var ran = false;
        Context.Send(_ => ran = true, null);
        Assert.True(ran);
        Assert.Throws<NotSupportedException>(() => Context.Send(_ => throw new NotSupportedException(), null));
    });

    [Fact]
    public void Send_elsewhere_waits_for_the_loop()
    {
        var sending = Task.Run(() =>
        {
            EventLoop? on = null;
            Context.Send(_ => on = EventLoop.Current, null);
            return on;
        });

        Assert.Same(Loop, Time.WaitFor(sending));
    }

    [Fact]
    public void Send_off_the_loop_throws_the_exception_of_the_callback()
    {
        var sending = Task.Run(() => Assert.Throws<NotSupportedException>(
            () => Context.Send(_ => throw new NotSupportedException("sent"), null)));

        Assert.Equal("sent", Time.WaitFor(sending).Message);
        Assert.Empty(Published.Failures);
    }

    [Fact]
    public void CreateCopy_is_the_same_context() => Assert.Same(Context, Context.CreateCopy());
}

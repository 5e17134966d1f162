namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// CallSoon runs the callbacks of one caller in order, behind all callbacks that are already queued, and never inside
/// the call.
/// </summary>
public sealed class CallSoonTests : LoopTestKit
{
    [Fact]
    public void CallSoon_runs_in_the_order_of_the_calls()
    {
        for (var i = 0; i < 1000; i++)
            Loop.CallSoon(Note, i.ToString());

        Time.RunUntilIdle();

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i.ToString()), Notes);
    }

    [Fact]
    public void CallSoon_is_never_inline()
    {
        Loop.CallSoon(() => Note("not inline"));
        Assert.Empty(Notes);

        Time.RunUntilIdle();
        Assert.Equal(["not inline"], Notes);
    }

    [Fact]
    public void CallSoon_on_the_loop_runs_after_everything_queued()
    {
        Loop.CallSoon(() =>
        {
            Loop.CallSoon(() => Note("third"));
            Note("first");
        });
        Loop.CallSoon(() => Note("second"));

        Time.RunUntilIdle();

        Assert.Equal(["first", "second", "third"], Notes);
    }

    [Fact]
    public void CallSoon_with_state_passes_it_to_the_callback()
    {
        Loop.CallSoon(number => Note($"{number}"), 42);
        Loop.CallSoon<string?>(text => Note(text ?? "null"), null);
        Loop.CallSoon<int?>(number => Note(number?.ToString() ?? "none"), null);
        Loop.CallSoon<object>(x => Note($"{x}"), "an object");

        Time.RunUntilIdle();

        Assert.Equal(["42", "null", "none", "an object"], Notes);
    }

    [Fact]
    public void CallSoon_with_null_throws()
    {
        Assert.Throws<ArgumentNullException>(() => Loop.CallSoon(null!));
        Assert.Throws<ArgumentNullException>(() => Loop.CallSoon(null!, 1));
        Assert.Throws<ArgumentNullException>("callback", () => Loop.CallSoon((Action)null!));
        Assert.Throws<ArgumentNullException>("callback", () => Loop.CallSoon((Action<int>)null!, 1));
        Assert.Throws<ArgumentNullException>(() => { _ = Loop.RunAsync(null!); });
        Assert.Throws<ArgumentNullException>(() => { _ = Loop.RunAsync<int>(null!); });
    }

    [Fact]
    public void CallSoon_beyond_a_turn_runs_in_the_next()
    {
        const int turns = 3;
        for (var i = 0; i < turns * 256; i++)
            Loop.CallSoon(Note, "x");

        Time.RunUntilIdle();

        Assert.Equal(turns * 256, Notes.Count);
        Assert.Equal(0, Loop.GetStatistics().Pending);
    }

    [Fact]
    public void CallSoon_leaves_a_turn_to_other_messages_of_the_loop()
    {
        // A callback that always queues another does not keep delayed calls from running.
        void Again()
        {
            if (Notes.Count == 0)
                Loop.CallSoon(Again);
        }

        Loop.CallSoon(Again);
        Api.CallLater(TimeSpan.Zero, () => Note("delayed"));

        Time.RunUntilIdle();

        Assert.Equal(["delayed"], Notes);
    }

    [Fact]
    public void CallSoon_after_the_queue_ran_empty_wakes_again()
    {
        for (var i = 0; i < 10; i++)
        {
            Loop.CallSoon(Note, "x");
            Time.RunUntilIdle();
        }

        Assert.Equal(10, Notes.Count);
    }
}

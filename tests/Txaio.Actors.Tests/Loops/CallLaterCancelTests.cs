namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// Cancel of a pending call returns true, and the call never runs. A second Cancel, or a Cancel of a call that has
/// run, returns false and changes nothing.
/// </summary>
public sealed class CallLaterCancelTests : LoopTestKit
{
    [Fact]
    public void Cancel_before_is_true_and_the_call_never_runs()
    {
        var call = Api.CallLater(Second, Note, "cancelled");
        Assert.True(call.IsActive);

        Assert.True(call.Cancel());
        Assert.False(call.IsActive);
        Time.Advance(Second * 10);

        Assert.Empty(Notes);
    }

    [Fact]
    public void Cancel_twice_is_false()
    {
        var call = Api.CallLater(Second, Note, "cancelled");
        var copy = call;

        Assert.True(call.Cancel());
        Assert.False(call.Cancel());
        Assert.False(copy.Cancel());
    }

    [Fact]
    public void Cancel_after_the_call_ran_is_false()
    {
        var call = Api.CallLater(Second, Note, "ran");
        Time.Advance(Second);

        Assert.False(call.IsActive);
        Assert.False(call.Cancel());
        Assert.Equal(["ran"], Notes);
    }

    [Fact]
    public void Cancel_in_the_call_itself_is_false()
    {
        DelayedCall call = default;
        call = Api.CallLater(Second, () => Note($"{call.IsActive} {call.Cancel()}"));

        Time.Advance(Second);

        Assert.Equal(["False False"], Notes);
    }

    [Fact]
    public void Cancel_of_a_call_that_was_moved_to_the_run_queue_is_true_and_it_never_runs()
    {
        DelayedCall call = default;
        // Both calls are due at the same time. When this call runs, the loop has moved the other to the run queue.
        Api.CallLater(Second, () => Note($"{Loop.GetStatistics().Scheduled} {call.IsActive} {call.Cancel()}"));
        call = Api.CallLater(Second, Note, "cancelled");

        Time.Advance(Second);

        Assert.Equal(["0 True True"], Notes);
        Assert.Empty(Published.Failures);
    }

    [Fact]
    public void Cancel_of_no_call_is_false()
    {
        Assert.False(default(DelayedCall).Cancel());
        Assert.False(default(DelayedCall).IsActive);
    }

    [Fact]
    public void Equals_means_the_same_call()
    {
        var one = Api.CallLater(Second, () => { });
        var copy = one;
        var other = Api.CallLater(Second, () => { });

        Assert.True(one == copy);
        Assert.True(one != other);
        Assert.True(one.Equals((object)copy));
        Assert.False(one.Equals("a call"));
        Assert.Equal(one.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(default, one);
    }

    [Fact]
    public async Task Cancel_on_another_thread_either_wins_or_the_call_runs()
    {
        const int calls = 20_000;
        var system = TestSystem.Start();
        try
        {
            var api = system.Txaio();
            var ran = new int[calls];
            var handles = new DelayedCall[calls];
            var cancelled = new bool[calls];
            for (var i = 0; i < calls; i++)
                handles[i] = api.CallLater(Millisecond * (i % 40), number => ran[number]++, i);
            await Threads.Run(2, _ =>
            {
                for (var i = 0; i < calls; i++)
                {
                    if (handles[i].Cancel())
                    {
                        Assert.False(cancelled[i], "Two cancels of one call were true.");
                        cancelled[i] = true;
                    }
                }
            });
            var last = new TaskCompletionSource();
            api.CallLater(Millisecond * 60, last.SetResult);
            await last.Task.WaitAsync(Guard);

            Assert.All(ran.Zip(cancelled), static pair => Assert.Equal(pair.Second ? 0 : 1, pair.First));
            Assert.Equal(0, api.Loop.GetStatistics().Scheduled);
        }
        finally
        {
            await system.Terminate();
        }
    }
}

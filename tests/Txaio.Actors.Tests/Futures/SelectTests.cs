using Akka;

namespace Txaio.Actors.Tests.Futures;

/// <summary>Select: the future of a mapped value, whose cancel reaches its source.</summary>
public sealed class SelectTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("it failed");

    /// <summary>As users write them; the types show the overloads.</summary>
    [Fact]
    public void Select_of_a_task_or_future_is_never_a_future_of_a_task()
    {
        var five = Tx.CreateFutureSuccess(5);

        Future<int> plain = five.Select(x => x + 2);
        Future<string> text = from x in five select $"{x}";
        Future<int> ofAsync = five.Select(async x =>
        {
            await Tx.Sleep(Second);
            return x + 2;
        });
        Future<int> ofTask = five.Select(x => Task.FromResult(x + 2));
        Future<Done> ofPlainTask = five.Select(async _ => await Tx.Sleep(Second));
        Future<int> ofValueTask = five.Select(x => new ValueTask<int>(x + 2));
        Future<Done> ofPlainValueTask = five.Select(_ => ValueTask.CompletedTask);
        Future<int> ofFuture = five.Select(x => Tx.CreateFutureSuccess(x + 2));
        Future<object> ofObject = five.Select(x => (object)Task.FromResult(x + 2));
        Future<int> withoutValue = Tx.CreateFutureSuccess().Select(_ => 7);
        Future<int> ofGroup = five.Select(Two);
        Time.Advance(Second);

        Assert.All([plain, ofAsync, ofTask, ofValueTask, ofFuture, withoutValue, ofGroup], f => Assert.Equal("f = 7", EndOf(f)));
        Assert.All([ofPlainTask, ofPlainValueTask], f => Assert.Equal("f = Akka.Done", EndOf(f)));
        Assert.Equal("f = 5", EndOf(text));
        Assert.Equal("f = 7", EndOf(ofObject));

        static Task<int> Two(int x) => Task.FromResult(x + 2);
    }

    [Fact]
    public void Map_runs_on_the_loop_once_and_never_inside_the_call_that_completes()
    {
        var local = new AsyncLocal<string> { Value = "caller" };
        var source = Tx.CreateFuture<int>();
        var mapped = source.Select(x =>
        {
            Seen.Add($"{x} on {EventLoop.Current} of {local.Value}");
            return x;
        });

        source.Resolve(1);
        Assert.Empty(Seen);
        Assert.False(mapped.IsCalled);
        Time.RunUntilIdle();

        Assert.Equal(["1 on loop 'default' of caller"], Seen);
        Assert.Same(Tx.Loop, mapped.Loop);
        Assert.True(mapped.IsCalled);
    }

    [Fact]
    public void Cancel_of_the_result_cancels_the_source_with_its_reason_and_runs_its_canceller()
    {
        var source = Tx.CreateFuture<int>(_ => Seen.Add("canceller"));
        var reader = source.AsTask();
        var mapped = source.Select(x => x + 1);

        mapped.Cancel("stop");
        Assert.False(source.IsCalled);
        Time.RunUntilIdle();

        Assert.Equal(["canceller"], Seen);
        Assert.True(source.IsCancelled);
        Assert.Equal("stop", Assert.Throws<FutureCancelledException>(() => Time.WaitFor(reader)).Message);
        Assert.False(mapped.Cancel("again"));
    }

    [Fact]
    public void Cancel_ends_a_mapped_Sleep_and_a_mapped_Gather()
    {
        var child = Tx.CreateFuture<int>();
        Tx.Sleep(Second).Select(_ => 1).CancelAfter(TimeSpan.Zero);
        Tx.Gather([child]).Select(outcomes => outcomes.Count).Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal("stop", ErrorOf(child).Message);
        Time.ExpectNothingPending();
    }

    [Fact]
    public void Failure_or_cancel_of_the_source_is_that_of_the_result_and_the_map_never_runs()
    {
        var (failed, cancelled) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        var mapped = failed.Select(Never);
        var mappedLater = cancelled.Select(async x => await Task.FromResult(Never(x)));

        failed.Reject(_error);
        cancelled.Cancel("the reason");

        // No loop is needed.
        Assert.True(mapped.IsCalled);
        Assert.Same(_error, ErrorOf(mapped));
        Assert.False(mapped.IsCancelled);
        Assert.Equal("f ! FutureCancelledException: the reason", EndOf(mappedLater));
        Assert.True(mappedLater.IsCancelled);
        Assert.Same(_error, ErrorOf(Tx.CreateFutureError<int>(_error).Select(Never)));
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Exception_of_the_map_fails_the_result_in_every_form()
    {
        var one = Tx.CreateFutureSuccess(1);

        Assert.Same(_error, ErrorOf(one.Select(Throw<int>)));
        Assert.Same(_error, ErrorOf(one.Select(Throw<object>)));
        Assert.Same(_error, ErrorOf(one.Select(Throw<Task<int>>)));
        Assert.Same(_error, ErrorOf(one.Select(Throw<Task>)));
        Assert.Same(_error, ErrorOf(one.Select(Throw<ValueTask<int>>)));
        Assert.Same(_error, ErrorOf(one.Select(Throw<ValueTask>)));
        Assert.Same(_error, ErrorOf(one.Select(Throw<Future<int>>)));
        Assert.Same(_error, ErrorOf(one.Select(async _ => await Task.FromException<int>(_error))));
        Assert.Equal(
            "The map given to Select returned null where a Task<Int32> was expected.",
            ErrorOf(one.Select(_ => (Task<int>)null!)).Message);
        Assert.Contains("Future<Int32>", ErrorOf(one.Select(_ => (Future<int>)null!)).Message);
    }

    [Fact]
    public void Cancel_after_the_source_reaches_the_work_of_the_map()
    {
        var pending = Tx.CreateFuture<int>();
        var one = Tx.CreateFutureSuccess(1);
        var ofAsync = one.Select(async _ => await Tx.Sleep(Second));
        var ofFuture = one.Select(_ => pending);
        var ofObject = one.Select(_ => (object)Tx.Sleep(Second));
        Time.RunUntilIdle();

        ofAsync.Cancel("stop");
        ofFuture.Cancel("stop");
        ofObject.Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal("stop", ErrorOf(pending).Message);
        Time.ExpectNothingPending();
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Cancel_while_the_map_waits_for_its_turn_keeps_it_from_running()
    {
        var source = Tx.CreateFuture<int>();
        var mapped = source.Select(Never);

        source.Resolve(1);
        mapped.Cancel("too late for the source");
        Time.RunUntilIdle();

        Assert.Equal("f ! FutureCancelledException: too late for the source", EndOf(mapped));
        Assert.True(source.IsCalled);
    }

    [Fact]
    public void Source_of_a_chain_is_released()
    {
        var (source, mapped) = Chain();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(source.IsAlive);
        Assert.Equal("f = 2", EndOf(mapped));

        (WeakReference Source, Future<int> Mapped) Chain()
        {
            var source = Tx.CreateFuture<int>();
            var mapped = source.Select(x => x + 1);
            source.Resolve(1);
            Time.RunUntilIdle();
            return (new WeakReference(source), mapped);
        }
    }

    [Fact]
    public void Rejected_result_that_is_dropped_counts_as_unobserved_and_its_source_does_not()
    {
        Drop();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        SpinWait.SpinUntil(() => Unhandled.Count > 0, TimeSpan.FromSeconds(20));
        Assert.Same(_error, Assert.Single(Unhandled).Cause);

        void Drop() => Tx.CreateFutureError<int>(_error).Select(x => x);
    }

    [Fact]
    public void Null_arguments_throw()
    {
        Assert.Throws<ArgumentNullException>("future", () => { _ = ((Future<int>)null!).Select(x => x); });
        Assert.Throws<ArgumentNullException>("map", () => { _ = Tx.CreateFuture<int>().Select((Func<int, int>)null!); });
    }

    private int Never(int value)
    {
        Seen.Add($"the map ran with {value}");
        return value;
    }

    private T Throw<T>(int value) => throw _error;
}

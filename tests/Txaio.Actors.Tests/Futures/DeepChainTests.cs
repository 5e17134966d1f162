using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>Chains of futures of any length complete on a small stack. A stack overflow ends the process.</summary>
public sealed class DeepChainTests : FuturesTestKit
{
    private const int Length = 100_000;
    private const int SmallStack = 256 * 1024;

    public DeepChainTests()
        : base("akka.actor.serialize-messages = off")
    {
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gather_of_gather_resolves(bool consumes)
    {
        var first = Tx.CreateFuture<int>();
        var last = Gathers(first, consumes);

        OnSmallStack(() => first.Resolve(1));

        Assert.True(last.IsCalled);
        Assert.False(last.IsCancelled);
    }

    [Fact]
    public void Gather_of_gather_rejects()
    {
        var error = new InvalidOperationException("the first failed");
        var first = Tx.CreateFuture<int>();
        var last = Gathers(first, consumes: false);

        OnSmallStack(() => first.Reject(error));

        Assert.Same(error, ErrorOf((Future<IReadOnlyList<Outcome<object?>>>)last));
    }

    [Fact]
    public void Cancel_of_the_outermost_gather_reaches_the_first_with_its_reason()
    {
        var first = Tx.CreateFuture<int>();
        var last = Gathers(first, consumes: true);

        last.Cancel("the user pressed stop");
        OnSmallStack(Time.RunUntilIdle);

        Assert.Equal("the user pressed stop", ErrorOf(first).Message);
    }

    [Fact]
    public void Token_that_cancels_the_first_reaches_the_outermost()
    {
        using var source = new CancellationTokenSource();
        var first = new TaskCompletionSource<int>().Task.ToFuture(Tx, source.Token);
        var last = Gathers(first, consumes: false);

        OnSmallStack(source.Cancel);

        Assert.True(last.IsCalled);
        Assert.IsType<FutureCancelledException>(ErrorOf((Future<IReadOnlyList<Outcome<object?>>>)last));
    }

    [Fact]
    public void Loop_that_ends_rejects_a_gather_of_gather()
    {
        var first = Tx.CreateFuture<int>();
        var last = Gathers(first, consumes: false);
        // The end of the loop rejects only this future, because only this future has a waiter.
        var waiting = first.AsTask();

        OnSmallStack(() => Time.Terminate());

        Assert.Throws<LoopTerminatedException>(() => Time.WaitFor(waiting));
        Assert.IsType<LoopTerminatedException>(((Future)last).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Select_of_select_resolves(bool isAsync)
    {
        var first = Tx.CreateFuture<int>();
        var last = Selects(first, isAsync);

        OnSmallStack(() =>
        {
            first.Resolve(0);
            Time.RunUntilIdle();
        });

        Assert.Equal($"f = {Length}", EndOf(last));
    }

    [Fact]
    public void Select_of_select_rejects()
    {
        var error = new InvalidOperationException("the first failed");
        var first = Tx.CreateFuture<int>();
        var last = Selects(first, isAsync: false);

        OnSmallStack(() => first.Reject(error));

        Assert.Same(error, ErrorOf(last));
    }

    [Fact]
    public void Cancel_of_the_last_select_reaches_the_first_with_its_reason()
    {
        var first = Tx.CreateFuture<int>();
        var last = Selects(first, isAsync: false);

        last.Cancel("the user pressed stop");
        OnSmallStack(Time.RunUntilIdle);

        Assert.Equal("the user pressed stop", ErrorOf(first).Message);
    }

    /// <summary>Each function returns the future of the next as an object.</summary>
    [Fact]
    public void Cancel_of_the_outermost_function_reaches_the_innermost()
    {
        Future<int> innermost = Tx.CreateFuture<int>(), last = innermost;
        for (var i = 0; i < Length; i++)
        {
            var awaited = last;
            last = Tx.AsFuture<object>(() => awaited).Select(static value => (int)value);
        }

        last.Cancel("the user pressed stop");
        OnSmallStack(Time.RunUntilIdle);

        Assert.Equal("the user pressed stop", ErrorOf(innermost).Message);
    }

    [Fact]
    public void Pipe_to_the_next_promise_resolves_the_last()
    {
        var futures = Futures();
        for (var i = 1; i < Length; i++)
            futures[i - 1].PipeTo(futures[i].Ref);

        OnSmallStack(() => futures[0].Resolve(7));

        Assert.Equal("f = 7", EndOf(futures[^1]));
    }

    [Fact]
    public void Subscription_of_the_next_promise_resolves_the_last()
    {
        var futures = Enumerable.Range(0, Length / 10).Select(_ => Tx.CreateFuture<object?>()).ToArray();
        for (var i = 1; i < futures.Length; i++)
            futures[i - 1].Ref.Tell(new Subscribe(futures[i].Ref));

        OnSmallStack(() => futures[0].Resolve(7));

        Assert.True(futures[^1].IsCalled);
        Assert.Empty(Unhandled);
    }

    [Fact]
    public void Gathers_pipes_and_subscriptions_in_turn_resolve_the_last()
    {
        var first = Tx.CreateFuture<object?>();
        var last = first;
        for (var i = 0; i < Length / 10; i++)
        {
            var (piped, subscribed) = (Tx.CreateFuture<object?>(), Tx.CreateFuture<object?>());
            Tx.Gather([last]).PipeTo(piped.Ref);
            piped.Ref.Tell(new Subscribe(subscribed.Ref));
            last = subscribed;
        }

        OnSmallStack(() => first.Resolve(7));

        Assert.True(last.IsCalled);
    }

    [Fact]
    public void Await_in_a_context_that_posts_inline_resolves_the_last()
    {
        var futures = Futures();
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new InlineContext());
        for (var i = 1; i < Length; i++)
            _ = PassOn(futures[i - 1], futures[i]);
        SynchronizationContext.SetSynchronizationContext(outer);

        OnSmallStack(() => futures[0].Resolve(7));

        Assert.Equal("f = 7", EndOf(futures[^1]));
    }

    [Fact]
    public void Await_in_a_scheduler_that_runs_inline_resolves_the_last()
    {
        var futures = Futures();
        var inline = new TaskFactory(new InlineScheduler());
        // An await would use the test's synchronization context instead of the task scheduler.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        for (var i = 1; i < Length; i++)
        {
            var (from, to) = (futures[i - 1], futures[i]);
            _ = inline.StartNew(() => PassOn(from, to));
        }

        SynchronizationContext.SetSynchronizationContext(outer);

        OnSmallStack(() => futures[0].Resolve(7));

        Assert.Equal("f = 7", EndOf(futures[^1]));
    }

    [Fact]
    public void Traceback_of_exceptions_in_exceptions_is_text()
    {
        Exception chain = new InvalidOperationException("innermost"), tree = chain;
        for (var i = 0; i < Length; i++)
        {
            chain = new InvalidOperationException($"at {i}", chain);
            tree = new AggregateException(tree);
        }

        foreach (var error in new[] { chain, tree })
        {
            var text = "";
            OnSmallStack(() => text = Tx.FailureFormatTraceback(error));
            Assert.StartsWith($"System.{error.GetType().Name}: ", text, StringComparison.Ordinal);
            OnSmallStack(() => Tx.FailureMessage(error));
            Assert.EndsWith("The exceptions within these are left out.", text, StringComparison.Ordinal);
        }
    }

    /// <summary>At the greatest depth several continuations wait. Each chain begins on a new thread.</summary>
    [Fact]
    public void Pipes_at_the_end_of_a_chain_of_any_length_all_tell()
    {
        for (var length = 1; length <= 40; length++)
        {
            var futures = Enumerable.Range(0, length).Select(_ => Tx.CreateFuture<int>()).ToArray();
            Future<int>[] ends = [Tx.CreateFuture<int>(), Tx.CreateFuture<int>(), Tx.CreateFuture<int>()];
            for (var i = 1; i < length; i++)
                futures[i - 1].PipeTo(futures[i].Ref);
            foreach (var end in ends)
                futures[^1].PipeTo(end.Ref);

            OnSmallStack(() => futures[0].Resolve(7));

            Assert.All(ends, static end => Assert.True(end.IsCalled));
        }

        Assert.Empty(Unhandled);
    }

    private static async Task PassOn(Future<int> from, Future<int> to) => to.Resolve(await from);

    private static void OnSmallStack(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception e)
                {
                    thrown = e;
                }
            },
            SmallStack);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
    }

    private static Future<int> Selects(Future<int> first, bool isAsync)
    {
        for (var i = 0; i < Length; i++)
            first = isAsync ? first.Select(static x => Task.FromResult(x + 1)) : first.Select(static x => x + 1);
        return first;
    }

    private Future<int>[] Futures() => [.. Enumerable.Range(0, Length).Select(_ => Tx.CreateFuture<int>())];

    private IFuture Gathers(IFuture first, bool consumes)
    {
        var all = first;
        for (var i = 0; i < Length; i++)
            all = Tx.Gather([all, Tx.CreateFutureSuccess(i)], consumes);
        return all;
    }

    private sealed class InlineContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            var outer = Current;
            SetSynchronizationContext(this);
            d(state);
            SetSynchronizationContext(outer);
        }
    }

    private sealed class InlineScheduler : TaskScheduler
    {
        protected override void QueueTask(Task task) => TryExecuteTask(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}

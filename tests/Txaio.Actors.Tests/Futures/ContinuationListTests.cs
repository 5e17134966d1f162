using Txaio.Actors.Futures.Awaiting;
using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Tests.Futures;

/// <summary>The list of continuations. The tests need a future only to report exceptions of continuations.</summary>
public sealed class ContinuationListTests : VirtualTestKit
{
    private readonly List<string> _ran = [];

    private Future Future => field ??= Sys.Txaio().CreateFuture();

    [Fact]
    public void Run_runs_in_the_order_added()
    {
        var list = default(ContinuationList);
        foreach (var name in (string[])["a", "b", "c"])
            Assert.True(list.TryAdd(Named(name)));

        Assert.True(list.TryClaim(out var claimed));
        list.Run(claimed, Future);

        Assert.Equal(["a", "b", "c"], _ran);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void TryClaim_succeeds_once(int continuations)
    {
        var list = default(ContinuationList);
        for (var i = 0; i < continuations; i++)
            list.TryAdd(Named($"{i}"));

        Assert.True(list.TryClaim(out var claimed));
        Assert.False(list.TryClaim(out _));
        list.TryAdd(Named("meanwhile"));
        Assert.False(list.TryClaim(out _));
        if (!ContinuationList.IsDrainedAtOnce(claimed))
            list.Run(claimed, Future);
        Assert.False(list.TryClaim(out _));
    }

    [Fact]
    public void Run_runs_what_is_added_meanwhile_behind_the_others()
    {
        var list = new Holder();
        list.Continuations.TryAdd(new Running(() =>
        {
            _ran.Add("a");
            Assert.True(list.Continuations.TryAdd(Named("c")));
        }));
        list.Continuations.TryAdd(Named("b"));

        list.Continuations.TryClaim(out var claimed);
        list.Continuations.Run(claimed, Future);

        Assert.Equal(["a", "b", "c"], _ran);
    }

    [Fact]
    public void TryAdd_of_a_list_that_is_drained_leaves_the_continuation_to_the_caller()
    {
        var empty = default(ContinuationList);
        var run = default(ContinuationList);
        run.TryAdd(Named("a"));

        Assert.True(empty.TryClaim(out var claimed));
        Assert.True(ContinuationList.IsDrainedAtOnce(claimed));
        Assert.False(empty.TryAdd(Named("late")));

        run.TryClaim(out claimed);
        Assert.False(ContinuationList.IsDrainedAtOnce(claimed));
        run.Run(claimed, Future);
        Assert.False(run.TryAdd(Named("late")));
        Assert.Equal(["a"], _ran);
    }

    [Fact]
    public void Throwing_continuation_does_not_keep_the_next_from_running()
    {
        var list = default(ContinuationList);
        list.TryAdd(new Running(static () => throw new InvalidOperationException("thrown on purpose")));
        list.TryAdd(Named("b"));

        list.TryClaim(out var claimed);
        list.Run(claimed, Future);

        Assert.Equal(["b"], _ran);
        Assert.Equal("thrown on purpose", Assert.Single(Unhandled).Cause.Message);
    }

    [Fact]
    public void Shared_continuation_runs_once_for_each_list_it_is_in()
    {
        var shared = new Shared(() => _ran.Add("shared"));
        var alone = default(ContinuationList);
        var behind = default(ContinuationList);
        alone.TryAdd(shared);
        behind.TryAdd(Named("a"));
        behind.TryAdd(shared);
        behind.TryAdd(Named("b"));

        alone.TryClaim(out var claimed);
        alone.Run(claimed, Future);
        behind.TryClaim(out claimed);
        behind.Run(claimed, Future);

        Assert.Equal(["shared", "a", "shared", "b"], _ran);
    }

    [Fact]
    public void FindAmongNewest_looks_at_the_newest_four()
    {
        var list = default(ContinuationList);
        list.TryAdd(new Shared(static () => { }));
        for (var i = 0; i < 3; i++)
            list.TryAdd(Named("newer"));

        // The shared continuation was added first, so the list holds it without a link object around it.
        Assert.NotNull(list.FindAmongNewest<Shared>());
        list.TryAdd(Named("newest"));
        Assert.Null(list.FindAmongNewest<Shared>());
    }

    [Fact]
    public void TryAddFirst_fails_behind_another()
    {
        var empty = default(ContinuationList);
        var taken = default(ContinuationList);
        taken.TryAdd(Named("a"));

        Assert.True(empty.TryAddFirst(InlineAwait.Mark));
        Assert.False(taken.TryAddFirst(InlineAwait.Mark));
    }

    [Fact]
    public void One_of_many_threads_claims_and_each_continuation_runs_once()
    {
        const int Rounds = 300;
        const int Threads = 4;
        for (var round = 0; round < Rounds; round++)
        {
            var list = new Holder();
            var (claims, runs) = (0, 0);
            var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
            {
                for (var i = 0; i < 10; i++)
                {
                    if (!list.Continuations.TryAdd(new Running(() => Interlocked.Increment(ref runs))))
                        Interlocked.Increment(ref runs);
                }

                if (!list.Continuations.TryClaim(out var claimed))
                    return;
                Interlocked.Increment(ref claims);
                if (!ContinuationList.IsDrainedAtOnce(claimed))
                    list.Continuations.Run(claimed, Future);
            })).ToList();
            _ = Future;

            threads.ForEach(static thread => thread.Start());
            threads.ForEach(static thread => thread.Join());

            Assert.Equal((1, 10 * Threads), (claims, runs));
        }
    }

    private Running Named(string name) => new(() => _ran.Add(name));

    private sealed class Holder
    {
        public ContinuationList Continuations;
    }

    private sealed class Running(Action run) : FutureContinuation
    {
        public override void Run(Future future) => run();
    }

    private sealed class Shared : FutureContinuation
    {
        private readonly Action _run;

        public Shared(Action run)
        {
            _run = run;
            Share();
        }

        public override void Run(Future future) => _run();
    }
}

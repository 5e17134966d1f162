using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors.Tests.Loops;

/// <summary>A cancel reaches one await of the function, also while awaits end and begin on other threads.</summary>
public sealed class CancelScopeTests
{
    private readonly CancelScope _scope = new();
    private readonly List<string> _seen = [];

    /// <summary>The await has its value, but the thread that completed it has not removed it yet.</summary>
    [Fact]
    public void Cancel_of_an_await_that_has_its_value_ends_the_next_await()
    {
        _scope.AddAwait(new Member(this, "has its value", isCancelled: false));

        _scope.Cancel("stop", default);
        _scope.AddAwait(new Member(this, "next"));
        _scope.AddAwait(new Member(this, "second next"));

        Assert.Equal(["has its value", "next"], _seen);
    }

    [Fact]
    public void Cancel_of_an_await_that_has_its_value_ends_the_next_await_that_has_begun_meanwhile()
    {
        _scope.AddAwait(new Member(this, "has its value", isCancelled: false)
        {
            OnCancel = () => _scope.AddAwait(new Member(this, "next")),
        });

        _scope.Cancel("stop", default);
        _scope.AddAwait(new Member(this, "second next"));

        Assert.Equal(["has its value", "next"], _seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pending_cancel_stays_for_the_next_await_if_an_await_gets_its_value(bool isWork)
    {
        var work = _scope.Add(new Member(this, "work", isCancelled: false));
        if (!isWork)
            work.Remove();
        _scope.Cancel("stop", default);
        _seen.Clear();

        if (isWork)
            _scope.Await(work);
        else
            _scope.AddAwait(new Member(this, "work", isCancelled: false));
        _scope.AddAwait(new Member(this, "next"));
        _scope.AddAwait(new Member(this, "second next"));

        Assert.Equal(["work", "next"], _seen);
    }

    /// <summary>Work that is cancelled may end an await: the await must get the cancel itself, and only once.</summary>
    [Fact]
    public void Cancel_ends_awaits_before_work()
    {
        _scope.Add(new Member(this, "work"));
        _scope.AddAwait(new Member(this, "await"));

        _scope.Cancel("stop", default);

        Assert.Equal(["await", "work"], _seen);
    }

    [Fact]
    public void Work_that_the_function_awaits_while_the_cancel_runs_takes_the_cancel()
    {
        ScopeEntry? second = null;
        _scope.Add(new Member(this, "first work") { OnCancel = () => _scope.Await(second!) });
        second = _scope.Add(new Member(this, "second work"));

        _scope.Cancel("stop", default);
        _scope.AddAwait(new Member(this, "clean-up"));

        Assert.DoesNotContain("clean-up", _seen);
    }

    [Fact]
    public void End_returns_a_cancel_that_found_no_await()
    {
        var other = new CancelScope();
        Assert.True(other.Cancel("stop", default));

        var left = other.End();
        _scope.TakeBack(left!);
        _scope.AddAwait(new Member(this, "next"));

        Assert.Equal(["next"], _seen);
        Assert.Null(other.End());
        Assert.False(other.Cancel("stop", default));
    }

    [Fact]
    public void Cancel_that_ends_two_awaits_leaves_the_next_one()
    {
        _scope.AddAwait(new Member(this, "first"));
        _scope.AddAwait(new Member(this, "second"));

        _scope.Cancel("stop", default);
        _scope.AddAwait(new Member(this, "clean-up"));

        Assert.Equal(["first", "second"], _seen);
    }

    /// <summary>An await that has ended with a cancel before would take this cancel, too, and lose it.</summary>
    [Fact]
    public void Await_that_has_ended_takes_no_later_cancel()
    {
        _scope.AddAwait(new Member(this, "ended")).Remove();

        _scope.Cancel("stop", default);
        _scope.AddAwait(new Member(this, "next"));

        Assert.Equal(["next"], _seen);
    }

    [Fact]
    public void Await_that_a_cancel_has_ended_leaves_the_list_alone_when_it_is_removed()
    {
        var ended = _scope.AddAwait(new Member(this, "ended"));
        _scope.Cancel("stop", default);
        _scope.AddAwait(new Member(this, "clean-up"));

        ended.Remove();
        _scope.Cancel("stop again", default);

        Assert.Equal(["ended", "clean-up"], _seen);
    }

    [Fact]
    public void Cancel_that_is_taken_back_passes_by_an_await_that_has_its_value()
    {
        var other = new CancelScope();
        other.Cancel("stop", default);
        var first = _scope.AddAwait(new Member(this, "has its value", isCancelled: false));
        _scope.AddAwait(new Member(this, "next"));
        _scope.Add(new Member(this, "work"));

        _scope.TakeBack(other.End()!);
        Assert.Equal(["has its value", "next"], _seen);

        first.Remove();
        _scope.Cancel("stop again", default);
        Assert.Equal(["has its value", "next", "work"], _seen);
    }

    [Fact]
    public void Cancel_that_only_work_has_taken_ends_the_next_await_as_well()
    {
        _scope.Add(new Member(this, "work"));

        _scope.Cancel("stop", default);
        _scope.AddAwait(new Member(this, "next"));

        Assert.Equal(["work", "next"], _seen);
    }

    /// <summary>
    /// While the cancel runs, the function goes on behind an await that has its value, and awaits its work.
    /// </summary>
    [Theory]
    [InlineData(true, "has its value, work")]
    [InlineData(false, "has its value, work, next")]
    public void Work_that_is_awaited_before_the_cancel_waits_for_an_await_takes_it_or_leaves_it(
        bool isTaken, string seen)
    {
        ScopeEntry? work = null;
        _scope.AddAwait(new Member(this, "has its value", isCancelled: false) { OnCancel = () => _scope.Await(work!) });
        work = _scope.Add(new Member(this, "work", isTaken));

        _scope.Cancel("stop", default);
        _scope.AddAwait(new Member(this, "next"));

        Assert.Equal(seen, string.Join(", ", _seen));
    }

    private sealed class Member(CancelScopeTests test, string name, bool isCancelled = true) : IScopeMember
    {
        public Action? OnCancel { get; init; }

        public bool CancelInScope(string message, CancellationToken token, Exception? reason)
        {
            test._seen.Add(name);
            OnCancel?.Invoke();
            return isCancelled;
        }
    }
}

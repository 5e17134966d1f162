using Txaio.Actors.Loops.Scopes;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>The cancel of a running function, beside its awaits.</summary>
public sealed class ScopeTests
{
    [Fact]
    public void Cancel_ends_one_await_or_waits_for_the_next() => Schedules.Explore(static () =>
    {
        var scope = new CancelScope();
        Member first = new(), second = new();
        Schedules.Run(
            () =>
            {
                var entry = scope.AddAwait(first);
                if (first.TryEnd())
                    entry.Remove();
                scope.AddAwait(second);
            },
            () => scope.Cancel("stop", CancellationToken.None));
        var left = scope.End() is null ? 0 : 1;
        Schedules.Check(
            first.Cancels + second.Cancels + left == 1,
            $"cancelled: {first.Cancels} and {second.Cancels} awaits, left: {left}");
    });

    [Fact]
    public void Cancel_ends_work_once_while_the_function_begins_to_await_it() => Schedules.Explore(static () =>
    {
        var scope = new CancelScope();
        Member work = new(), next = new();
        var entry = scope.Add(work);
        Schedules.Run(
            () =>
            {
                scope.Await(entry);
                scope.AddAwait(next);
            },
            () => scope.Cancel("stop", CancellationToken.None),
            () =>
            {
                if (work.TryEnd())
                    entry.Remove();
            });
        var left = scope.End() is null ? 0 : 1;
        Schedules.Check(work.Cancels <= 1 && next.Cancels <= 1, "a member was cancelled twice");
        Schedules.Check(
            next.Cancels + left <= 1 && work.Cancels + next.Cancels + left >= 1,
            $"cancelled: work {work.Cancels}, await {next.Cancels}, left: {left}");
    });

    private sealed class Member : IScopeMember
    {
        private int _ended;

        public int Cancels { get; private set; }

        public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;

        public bool CancelInScope(string message, CancellationToken token, Exception? reason)
        {
            if (!TryEnd())
                return false;
            Cancels++;
            return true;
        }
    }
}

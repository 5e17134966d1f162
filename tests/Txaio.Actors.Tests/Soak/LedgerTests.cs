using Txaio.Actors.Soak;

namespace Txaio.Actors.Tests.Soak;

/// <summary>The soak program's own accounts: what must break them breaks them.</summary>
public sealed class LedgerTests
{
    private readonly List<string> _failures = [];
    private readonly Ledger _ledger;

    public LedgerTests() => _ledger = new Ledger(_failures.Add);

    [Fact]
    public void Close_when_each_call_ended_in_an_allowed_way_finds_nothing()
    {
        _ledger.Start("a", Ends.Done).Done();
        _ledger.Start("b", Ends.Cancelled).Cancelled();
        _ledger.Start("c", Ends.Rejected).End(new LoopTerminatedException("io"));
        var fails = _ledger.Start("d", Ends.Failed, typeof(InjectedException));
        fails.End(new InjectedException(fails));

        _ledger.Close(TimeSpan.Zero);

        Assert.Empty(_failures);
        Assert.Equal(new Counts(4, 1, 1, 1, 1), _ledger.Counts);
    }

    [Fact]
    public void Close_when_a_call_is_pending_names_it()
    {
        _ledger.Start("a call", Ends.Done);

        _ledger.Close(TimeSpan.Zero);

        Assert.Contains("1 x a call", _failures[0], StringComparison.Ordinal);
        Assert.Contains("does not add up", _failures[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Done_after_a_cancel_is_a_second_end()
    {
        var call = _ledger.Start("a call", Ends.Done | Ends.Cancelled);
        call.Cancelled();

        call.Done();

        Assert.Contains("a call ended twice", Assert.Single(_failures), StringComparison.Ordinal);
        Assert.True(_ledger.Counts.AddUp);
    }

    [Fact]
    public void Done_of_a_call_that_must_fail_is_a_failure()
    {
        _ledger.Start("a call", Ends.Failed).Done();

        Assert.Contains("a call ended as Done, allowed is Failed", Assert.Single(_failures), StringComparison.Ordinal);
    }

    [Fact]
    public void End_with_another_exception_is_a_failure()
    {
        _ledger.Start("a call", Ends.Failed, typeof(TimeoutException)).End(new ArgumentException("wrong"));

        Assert.Contains("not with TimeoutException", Assert.Single(_failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Behind_with_an_exception_that_was_not_injected_is_empty()
    {
        var injected = new InjectedException(_ledger.Start("a call", Ends.Failed));

        Assert.Equal([injected, injected], InjectedException.Behind(new AggregateException(injected, injected)));
        Assert.Empty(InjectedException.Behind(new AggregateException(injected, new ArgumentException("other"))));
        Assert.Empty(InjectedException.Behind(null));
    }
}

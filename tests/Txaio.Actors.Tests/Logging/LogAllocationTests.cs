namespace Txaio.Actors.Tests.Logging;

/// <summary>A log call below the level allocates nothing.</summary>
public sealed class LogAllocationTests : LoggingTestBase
{
    private readonly LogCategory _category = new("TX1");
    private readonly Exception _error = new InvalidOperationException("bad");
    private readonly object _field = new();

    [Fact]
    public void Text_below_the_level_allocates_nothing() => AssertNothing(() => Log.Debug("text"));

    [Fact]
    public void Template_with_up_to_three_values_below_the_level_allocates_nothing() =>
        AssertNothing(() =>
        {
            Log.Debug("{A}", 1);
            Log.Debug("{A} {B}", 1, 2L);
            Log.Debug("{A} {B} {C}", 1, 2.0, Guid.Empty);
        });

    [Fact]
    public void Interpolated_text_below_the_level_allocates_nothing() =>
        AssertNothing(() =>
        {
            var n = 5;
            Log.Debug($"{n} {n + 1} {Text(n)}");
            Log.Debug(_error, $"{n}");
            Log.Trace($"{n}");
            Log.Emit(TxaioLogLevel.Debug, $"{n}");
        });

    [Fact]
    public void Every_other_form_with_references_below_the_level_allocates_nothing() =>
        AssertNothing(() =>
        {
            Log.Debug("{A} {B} {C} {D}", _field, _field, _field, _field);
            Log.Debug("{a}", ("a", _field));
            Log.Debug(_category, ("a", _field));
            Log.Debug(_category, "{a}", ("a", _field));
            Log.Debug(_error, "text");
            Log.Debug(_error, "{A}", 1);
            Log.Debug("{A}", null);
            Log.Emit(TxaioLogLevel.None, "{A}", 1);
        });

    [Fact]
    public void Logger_with_a_level_of_its_own_allocates_nothing_when_off()
    {
        Log.SetLogLevel(TxaioLogLevel.None);

        AssertNothing(() =>
        {
            Log.Critical("{A}", 1);
            Log.Failure("text", null);
            Log.Failure($"{_field}", null);
        });
    }

    private new static string Text(int n) => new('x', n);

    private void AssertNothing(Action calls)
    {
        for (var i = 0; i < 50; i++)
            calls();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            calls();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Empty(Events);
    }
}

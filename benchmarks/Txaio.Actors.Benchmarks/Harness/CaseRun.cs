namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>The settings of a run for a case, and the rows that the case adds.</summary>
internal sealed class CaseRun(ICase @case, CompareOptions options)
{
    private readonly List<Bar> _bars = [];
    private readonly List<string> _skipped = [];

    public CompareOptions Options { get; } = options;

    public bool IsQuick => Options.IsQuick;

    public IReadOnlyList<Bar> Bars => _bars;

    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Returns the first number in a full run, the second in a quick run.</summary>
    public int Size(int full, int quick) => IsQuick ? quick : full;

    public void Speed(string work, Measurement ours, Measurement theirs, Goal goal) =>
        _bars.Add(Bar.Speed(@case.Id, work, ours, theirs, goal));

    public void Rate(string work, Measurement ours, Measurement theirs, string unit, Goal goal) =>
        _bars.Add(Bar.Rate(@case.Id, work, ours, theirs, unit, goal));

    public void Bytes(string work, Measurement ours, Measurement theirs, Goal goal) =>
        _bars.Add(Bar.Bytes(@case.Id, work, ours, theirs, goal));

    public void Faster(string work, string peer, Quantity ours, Quantity theirs, Goal goal) =>
        _bars.Add(Bar.Faster(@case.Id, work, peer, ours, theirs, goal));

    public void Part(string work, string peer, Quantity ours, Quantity theirs, Goal goal) =>
        _bars.Add(Bar.Part(@case.Id, work, peer, ours, theirs, goal));

    public void Absolute(string work, Quantity ours, Goal goal) =>
        _bars.Add(Bar.Absolute(@case.Id, work, ours, goal));

    /// <summary>Adds a row whose goal bounds a value that is computed from the figures.</summary>
    public void Add(string work, string peer, Quantity ours, Quantity? theirs, double measured, Goal goal) =>
        _bars.Add(new Bar(@case.Id, work, peer, ours, theirs, measured, goal));

    /// <summary>Notes that a part of the case cannot be measured on this machine.</summary>
    public void Skip(string why) => _skipped.Add($"{@case.Id} skipped: {why}");
}

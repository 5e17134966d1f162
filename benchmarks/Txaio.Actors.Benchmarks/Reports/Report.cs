using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Reports;

/// <summary>The result of one case.</summary>
internal sealed record CaseResult(
    string Id, string Title, string Includes, IReadOnlyList<Bar> Bars, IReadOnlyList<string> Skipped, string? Failure)
{
    /// <summary>Whether no bar is broken.</summary>
    public bool Holds(double margin) => Bars.All(bar => bar.Judge(margin) != Verdict.Broken);
}

/// <summary>The results of all cases.</summary>
internal sealed class Report(Machine machine, CompareOptions options)
{
    private readonly List<CaseResult> _results = [];

    public Machine Machine { get; } = machine;

    public CompareOptions Options { get; } = options;

    public IReadOnlyList<CaseResult> Results => _results;

    public bool AllHeld => Count(Verdict.Broken) == 0 && _results.All(static result => result.Failure is null);

    public string Summary
    {
        get
        {
            var failed = _results.Count(static result => result.Failure is not null);
            var skipped = _results.Sum(static result => result.Skipped.Count);
            return $"{Count(Verdict.Held)} bars held, {Count(Verdict.Broken)} broken, {failed} cases failed, "
                + $"{skipped} skipped.";
        }
    }

    public void Add(CaseResult result) => _results.Add(result);

    private int Count(Verdict verdict) =>
        _results.Sum(result => result.Bars.Count(bar => bar.Judge(Options.Margin) == verdict));
}

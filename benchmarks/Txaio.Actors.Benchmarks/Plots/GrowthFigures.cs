namespace Txaio.Actors.Benchmarks.Plots;

/// <summary>The cost at each size, by work and by side.</summary>
internal sealed class GrowthFigures
{
    public const string Schedule = "schedule";
    public const string Cancel = "cancel";
    public const string Fire = "fire";
    public const string Memory = "memory";

    private readonly Dictionary<(string Work, string Name), SortedDictionary<int, double>> _figures = [];

    /// <summary>All figures.</summary>
    public IEnumerable<GrowthPoint> All =>
        from entry in _figures
        from point in entry.Value
        select new GrowthPoint(entry.Key.Work, entry.Key.Name, point.Key, point.Value);

    /// <summary>The numbers of pending calls that are measured.</summary>
    public static int[] Sizes(bool isQuick) =>
        isQuick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000, 4_000_000];

    public void Add(string work, string name, int size, double figure)
    {
        if (!_figures.TryGetValue((work, name), out var known))
            _figures[(work, name)] = known = [];
        known[size] = figure;
    }

    public void Add(IEnumerable<GrowthPoint> points)
    {
        foreach (var (work, name, size, figure) in points)
            Add(work, name, size, figure);
    }

    public bool Has(string work, string name, int size) =>
        _figures.TryGetValue((work, name), out var known) && known.ContainsKey(size);

    /// <summary>The lines of one plot.</summary>
    public IEnumerable<(string Name, IReadOnlyDictionary<int, double> Points)> Of(string work) =>
        from entry in _figures
        where entry.Key.Work == work
        select (entry.Key.Name, (IReadOnlyDictionary<int, double>)entry.Value);
}

/// <summary>The cost of one work at one size.</summary>
internal readonly record struct GrowthPoint(string Work, string Name, int Size, double Figure);

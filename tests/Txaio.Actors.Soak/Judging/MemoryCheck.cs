namespace Txaio.Actors.Soak.Judging;

/// <summary>
/// The live bytes after each cycle. The median of the last third of the cycles may be above the median of the second
/// third by <see cref="Limit"/> at most. The first third is left out: caches and pools fill there.
/// </summary>
internal sealed class MemoryCheck
{
    /// <summary>The name of the check.</summary>
    public const string Name = "memory";

    /// <summary>
    /// How much the memory may grow. Pools and queues differ from cycle to cycle by some 100 kB. In a run of 50 cycles,
    /// a leak of 20 kB in each cycle is above the limit, which is 50 bytes for one in five calls of one kind.
    /// </summary>
    public const long Limit = 300_000;

    private const int Thirds = 3;
    private const int FewestCycles = 15;

    private readonly List<long> _bytes = [];

    /// <summary>Whether there are enough cycles.</summary>
    public bool CanBeJudged => _bytes.Count >= FewestCycles;

    /// <summary>The growth in bytes between the two thirds.</summary>
    public long Growth => Median(Thirds - 1) - Median(Thirds - 2);

    /// <summary>Collects the garbage and measures.</summary>
    public void Measure()
    {
        // The first collection runs finalizers, which free further objects.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Add(GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>Adds the live bytes after a cycle.</summary>
    public void Add(long bytes) => _bytes.Add(bytes);

    /// <summary>What is wrong, or null.</summary>
    public string? Mistake => !CanBeJudged
        ? $"{_bytes.Count} cycles are too few, the check needs {FewestCycles}"
        : Growth > Limit ? $"grew by {Growth:N0} bytes, allowed are {Limit:N0}" : null;

    /// <summary>The name and the figures.</summary>
    public (string Name, string Figures) Row(int cycles) => (
        Name,
        CanBeJudged
            ? $"{cycles:N0} cycles, live bytes {Median(Thirds - 2):N0} -> {Median(Thirds - 1):N0}, " +
                $"growth {Growth:N0}, allowed {Limit:N0}"
            : $"{cycles:N0} cycles");

    private long Median(int third)
    {
        var length = _bytes.Count / Thirds;
        var sorted = _bytes.Skip(_bytes.Count - ((Thirds - third) * length)).Take(length).Order().ToList();
        return sorted[length / 2];
    }
}

namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>One side of a comparison: an operation that is done <paramref name="Operations"/> times.</summary>
/// <param name="Name">The side's name.</param>
/// <param name="Operations">How many operations one run makes.</param>
/// <param name="Run">The measured code. Throws when the work was not done.</param>
internal sealed record Work(string Name, int Operations, Action Run)
{
    /// <summary>Runs before each run; not measured.</summary>
    public Action Prepare { get; init; } = static () => { };

    /// <summary>Runs after each run; not measured. Throws when the work was not done.</summary>
    public Action Finish { get; init; } = static () => { };
}

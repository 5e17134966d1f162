namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>One side of a comparison: something that is done <paramref name="Operations"/> times.</summary>
/// <param name="Name">The side's name.</param>
/// <param name="Operations">How many operations one run makes.</param>
/// <param name="Run">The measured code. Throws when its work did not happen.</param>
internal sealed record Work(string Name, int Operations, Action Run)
{
    /// <summary>Not measured; before each run.</summary>
    public Action Prepare { get; init; } = static () => { };

    /// <summary>Not measured; after each run. Throws when the work did not happen.</summary>
    public Action Finish { get; init; } = static () => { };
}

namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>One case of the comparison, P1 to P15.</summary>
internal interface ICase
{
    /// <summary>Its name in docs and on the command line.</summary>
    string Id { get; }

    /// <summary>The operation it measures.</summary>
    string Title { get; }

    /// <summary>The costs that its figures include.</summary>
    string Includes { get; }

    /// <summary>Measures it.</summary>
    /// <exception cref="BenchmarkFailedException">The work was not done.</exception>
    void Run(CaseRun run);
}

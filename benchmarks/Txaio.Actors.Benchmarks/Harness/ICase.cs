namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>One case of the comparison, P1 to P15.</summary>
internal interface ICase
{
    /// <summary>Its name in docs and on the command line.</summary>
    string Id { get; }

    /// <summary>What it is about.</summary>
    string Title { get; }

    /// <summary>What its figures include.</summary>
    string Includes { get; }

    /// <summary>Measures it.</summary>
    /// <exception cref="BenchmarkFailedException">The work was not done.</exception>
    void Run(CaseRun run);
}

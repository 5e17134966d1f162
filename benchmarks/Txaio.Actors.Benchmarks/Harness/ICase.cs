namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>One case of the comparison, such as P1.</summary>
internal interface ICase
{
    /// <summary>The case's name in docs and on the command line.</summary>
    string Id { get; }

    /// <summary>The operation that the case measures.</summary>
    string Title { get; }

    /// <summary>The costs that the figures include.</summary>
    string Includes { get; }

    /// <summary>False for a case that a quick run leaves out unless <c>--only</c> names the case.</summary>
    bool IsForQuickRuns => true;

    /// <summary>True for a case that is run only when <c>--only</c> names it.</summary>
    bool IsOnlyByName => false;

    /// <summary>The time after which the process of the case is stopped.</summary>
    TimeSpan Patience => TimeSpan.FromMinutes(10);

    /// <summary>True for a case whose process runs under Server GC.</summary>
    bool UsesServerGC => false;

    /// <summary>Measures the operation, and adds rows to <paramref name="run"/>.</summary>
    /// <exception cref="BenchmarkFailedException">The work was not done.</exception>
    void Run(CaseRun run);
}

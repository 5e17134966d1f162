using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Ask with a timeout.</summary>
internal sealed class P04AskTimeout : ICase
{
    public string Id => "P4";

    public string Title => "Ask with a timeout of 30 s";

    public string Includes => "As P3, with a timeout on each Ask.";

    public void Run(CaseRun run) => AskComparison.Run(
        run, TimeSpan.FromSeconds(30), serial: Goal.AtLeast(2.5), inFlight: Goal.AtLeast(2.5));
}

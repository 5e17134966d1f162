using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Ask without a timeout.</summary>
internal sealed class P03Ask : ICase
{
    public string Id => "P3";

    public string Title => "Ask without a timeout";

    public string Includes =>
        "Async methods on the thread pool ask an actor that replies with the question, and await the reply: one "
        + "method, and 64 methods at once. In the rows \"by code on a loop\" the methods run on a loop, where each "
        + "reply wakes the loop's thread.";

    public void Run(CaseRun run) => AskComparison.Run(
        run, Timeout.InfiniteTimeSpan, serial: Goal.AtLeast(1.8), inFlight: Goal.AtLeast(2));
}

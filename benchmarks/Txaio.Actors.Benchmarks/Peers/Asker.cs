using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Asks an actor that replies with the question, and checks the reply.</summary>
internal abstract class Asker(string name)
{
    /// <summary>The question and the reply: one object for all Asks.</summary>
    protected static readonly object Question = "ping";

    private const int InFlight = 64;

    /// <summary>Where the asking code runs; null for the thread pool.</summary>
    public EventLoop? Loop { get; init; }

    /// <summary>Asks <paramref name="count"/> times, one Ask after the other.</summary>
    public abstract Task AskAsync(int count);

    /// <summary>One at a time.</summary>
    public Work Serial(int count) => new(name, count, () => Start(count).GetAwaiter().GetResult());

    /// <summary>64 at a time.</summary>
    public Work Concurrent(int count) => new(
        name,
        count / InFlight * InFlight,
        () => Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Start(count / InFlight)))
            .GetAwaiter().GetResult());

    protected static void Check(object answer)
    {
        if (!Question.Equals(answer))
            throw new BenchmarkFailedException($"Asked '{Question}', got '{answer}'.");
    }

    private Task Start(int count) =>
        Loop is { } loop ? loop.RunAsync(() => AskAsync(count)) : Task.Run(() => AskAsync(count));
}

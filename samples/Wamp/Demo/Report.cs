using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor.Dsl;

namespace Wamp.Demo;

/// <summary>The table: a line for each step, with its figures, or with the reason why it failed.</summary>
internal sealed class Report(TextWriter output)
{
    private static readonly TimeSpan StepLimit = TimeSpan.FromMinutes(2);

    // The actors of Watch add failures, on their own threads; NoFailureAsync reads them.
    private readonly ConcurrentQueue<UnhandledFailure> _failures = [];

    /// <summary>Whether all steps so far succeeded.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>Runs a step. Writes the text that the step returns, or the message of its exception.</summary>
    public async Task StepAsync(string name, Func<Task<string>> step)
    {
        var began = Stopwatch.GetTimestamp();
        var (mark, text) = ("ok    ", "");
        try
        {
            text = await step().WaitAsync(StepLimit);
        }
        catch (Exception e)
        {
            Holds = false;
            (mark, text) = ("FAILED", e.Message);
        }

        output.WriteLine($"  {mark}  {name,-16} {Stopwatch.GetElapsedTime(began).TotalMilliseconds,6:0} ms  {text}");
    }

    /// <summary>Collects the unhandled failures of this actor system.</summary>
    public void Watch(ActorSystem system) => system.EventStream.Subscribe(
        system.ActorOf(act => act.Receive<UnhandledFailure>((failure, _) => _failures.Enqueue(failure)), "failures"),
        typeof(UnhandledFailure));

    public Task<string> NoFailureAsync()
    {
        var failures = _failures.Select(static failure => $"{failure.Origin}: {failure.Cause.Message}");
        Expect(_failures.IsEmpty, string.Join(", ", failures));
        return Task.FromResult("no callback, timer or future has failed without a reader");
    }

    /// <exception cref="InvalidOperationException">The condition is false.</exception>
    public static void Expect(bool holds, string rule)
    {
        if (!holds)
            throw new InvalidOperationException($"does not hold: {rule}");
    }

    /// <exception cref="InvalidOperationException">The request has succeeded, or has failed with another error.
    /// </exception>
    public static async Task ExpectError<T>(string uri, Future<T> request)
    {
        try
        {
            await request;
        }
        catch (WampException error)
        {
            Expect(error.Uri == uri, $"fails with {uri}: {error.Message}");
            return;
        }

        Expect(false, $"fails with {uri}: it has succeeded");
    }
}

using System.Diagnostics;

namespace Txaio.Actors.DurablePeers.Node;

/// <summary>Runs an operation for one key after the other, with a fixed number of operations under way.</summary>
internal static class InFlight
{
    /// <summary>Starts no further operation when all keys are done or the time is over; waits for those under way.</summary>
    /// <returns>How many operations were done, and the time until the last one.</returns>
    public static async Task<(int Done, TimeSpan Elapsed)> RunAsync(
        int first, int count, int inFlight, TimeSpan atMost, Func<int, Task> operation)
    {
        var started = Stopwatch.GetTimestamp();
        var next = -1;
        var done = 0;

        async Task RunOneAfterTheOther()
        {
            while (Stopwatch.GetElapsedTime(started) < atMost)
            {
                var index = Interlocked.Increment(ref next);
                if (index >= count)
                    return;
                await operation(first + index).ConfigureAwait(false);
                Interlocked.Increment(ref done);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(inFlight, count)).Select(_ => Task.Run(RunOneAfterTheOther)));
        return (done, Stopwatch.GetElapsedTime(started));
    }
}

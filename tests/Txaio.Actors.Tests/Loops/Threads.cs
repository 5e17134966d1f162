namespace Txaio.Actors.Tests.Loops;

/// <summary>Runs work on threads that start at the same time.</summary>
internal static class Threads
{
    /// <summary>
    /// Runs <paramref name="work"/> on <paramref name="count"/> new threads. The task fails with the first failure.
    /// </summary>
    public static async Task Run(int count, Action<int> work)
    {
        using var together = new Barrier(count);
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                work(number);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }
}

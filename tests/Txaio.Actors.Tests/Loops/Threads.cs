namespace Txaio.Actors.Tests.Loops;

/// <summary>Threads that begin together.</summary>
internal static class Threads
{
    /// <summary>Runs <paramref name="work"/> on that many threads of their own; fails as the first one does.</summary>
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

namespace Txaio.Actors.Soak;

/// <summary>Work on threads of its own.</summary>
internal static class Threaded
{
    /// <summary>Runs <paramref name="work"/> on threads that start at the same time, and waits for all.</summary>
    /// <param name="count">The number of threads.</param>
    /// <param name="fail">Takes the exception of a thread as text.</param>
    /// <param name="work">Gets the number of the thread, from 0.</param>
    public static void Run(int count, Action<string> fail, Action<int> work)
    {
        using var together = new Barrier(count);
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            together.SignalAndWait();
            try
            {
                work(number);
            }
            catch (Exception e)
            {
                fail(e.ToString());
            }
        })
        { Name = "soak" }).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
    }
}

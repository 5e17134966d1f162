using System.Diagnostics;

namespace Txaio.Actors.Benchmarks.Cases.Durable;

/// <summary>Waits for what other processes do.</summary>
internal static class DurableWait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <returns>False when the condition did not become true within the patience.</returns>
    public static bool Until(Func<bool> condition, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > patience)
                return false;
            Thread.Sleep(Pause);
        }

        return true;
    }
}

using System.Diagnostics;

namespace Txaio.Actors.Soak;

/// <summary>Waits in real time, without holding a processor.</summary>
internal static class Wait
{
    /// <summary>The longest wait for anything that has to come.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="holds">The condition.</param>
    /// <param name="bound">The longest wait.</param>
    /// <returns>Whether the condition holds.</returns>
    public static bool Until(Func<bool> holds, TimeSpan bound)
    {
        for (var clock = Stopwatch.StartNew(); !holds(); Thread.Sleep(1))
        {
            if (clock.Elapsed > bound)
                return false;
        }

        return true;
    }
}

using Xunit.Sdk;

namespace Txaio.Actors.Tests;

/// <summary>For tests that compare the memory of the process before and after.</summary>
internal static class Memory
{
    private const int Attempts = 10;

    /// <summary>
    /// Runs a comparison that can be repeated. What tests before have left in pools and caches comes free at its own
    /// time, megabytes at once, and then counts for nothing: such a comparison is made again.
    /// </summary>
    public static void Compare(Action comparison)
    {
        for (var left = Attempts - 1; ; left--)
        {
            try
            {
                comparison();
                return;
            }
            catch (InRangeException) when (left > 0)
            {
                // Once more.
            }
        }
    }
}

using Xunit.Sdk;

namespace Txaio.Actors.Tests;

/// <summary>Helps tests that compare the memory of the process before and after an operation.</summary>
internal static class Memory
{
    private const int Attempts = 10;

    /// <summary>
    /// Runs a comparison again after a failure, up to ten times in all. Earlier tests leave megabytes in pools and
    /// caches, and the collector may free them in the middle of a comparison, which spoils the figures.
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
                // The loop runs the comparison again.
            }
        }
    }
}

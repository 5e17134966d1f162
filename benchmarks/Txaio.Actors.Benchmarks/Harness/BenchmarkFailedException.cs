namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>A case found that its work had not been done, so its figures mean nothing.</summary>
internal sealed class BenchmarkFailedException(string message) : Exception(message)
{
    /// <summary>Throws unless <paramref name="actual"/> is the expected result of the work.</summary>
    public static void ThrowUnlessEqual(long expected, long actual, string what)
    {
        if (expected != actual)
            throw new BenchmarkFailedException($"{what}: expected {expected:N0}, got {actual:N0}.");
    }
}

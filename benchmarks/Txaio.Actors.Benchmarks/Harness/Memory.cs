namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>What is kept, after full collections.</summary>
internal static class Memory
{
    public static void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        GC.WaitForPendingFinalizers();
    }

    /// <summary>Bytes in live objects.</summary>
    public static long Retained()
    {
        Collect();
        Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

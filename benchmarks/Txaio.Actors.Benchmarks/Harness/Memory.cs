namespace Txaio.Actors.Benchmarks.Harness;

/// <summary>Memory in use after full collections.</summary>
internal static class Memory
{
    public static void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        GC.WaitForPendingFinalizers();
    }

    /// <summary>An array whose pages have been touched, so that no measured write waits for a page.</summary>
    public static T[] Room<T>(int count)
    {
        var room = new T[count];
        Array.Clear(room);
        return room;
    }

    /// <summary>Bytes in live objects.</summary>
    public static long Retained()
    {
        Collect();
        Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

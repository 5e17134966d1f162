namespace Txaio.Actors;

/// <summary>The arithmetic of buckets, in ticks of the loop's clock. Pure: it is handed the time.</summary>
internal static class BucketClock
{
    /// <summary>The due time of the bucket that a call due at <paramref name="due"/> belongs to.</summary>
    public static long Quantize(long due, long bucket, BucketRounding rounding)
    {
        var early = due % bucket;
        if (early < 0)
            early += bucket;
        return rounding == BucketRounding.Down || early == 0 ? due - early : due - early + bucket;
    }

    /// <summary>How many chunks <paramref name="calls"/> make.</summary>
    public static int Chunks(int calls, int chunkSize) => (int)(((long)calls + chunkSize - 1) / chunkSize);

    /// <summary>When a chunk is due: the first with its bucket, the others spread evenly over one length.</summary>
    public static long ChunkDue(long start, long bucket, int chunk, int chunks) =>
        start + (long)((Int128)bucket * chunk / chunks);
}

namespace Txaio.Actors.Timers.Buckets;

/// <summary>The arithmetic of buckets, in ticks of the loop's clock. Pure: it is handed the time.</summary>
internal static class BucketClock
{
    /// <summary>
    /// Which bucket a call due at <paramref name="due"/> belongs to: its due time is that many bucket lengths.
    /// </summary>
    public static long IndexOf(long due, long bucket, BucketRounding rounding)
    {
        var (index, early) = Math.DivRem(due, bucket);
        if (early < 0)
            return rounding == BucketRounding.Down ? index - 1 : index;
        return rounding == BucketRounding.Down || early == 0 ? index : index + 1;
    }

    /// <summary>
    /// The same for a call that is due at <paramref name="earliest"/> or up to <paramref name="spread"/> later.
    /// </summary>
    /// <returns>Whether that is one and the same bucket.</returns>
    public static bool TryIndexOf(long earliest, long spread, long bucket, BucketRounding rounding, out long index)
    {
        (index, var early) = Math.DivRem(earliest, bucket);
        if (rounding == BucketRounding.Up)
            index++;
        return early > 0 && early + spread < bucket;
    }

    /// <summary>How many chunks <paramref name="calls"/> make.</summary>
    public static int Chunks(int calls, int chunkSize) => (int)(((long)calls + chunkSize - 1) / chunkSize);

    /// <summary>When a chunk is due: the first with its bucket, the others spread evenly over one length.</summary>
    public static long ChunkDue(long start, long bucket, int chunk, int chunks) =>
        start + (long)((Int128)bucket * chunk / chunks);
}

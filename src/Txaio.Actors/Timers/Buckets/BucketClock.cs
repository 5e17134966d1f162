namespace Txaio.Actors.Timers.Buckets;

/// <summary>
/// The arithmetic of buckets, in ticks of the loop's clock. Pure functions: the caller passes the time.
/// </summary>
internal static class BucketClock
{
    /// <summary>
    /// The index of the bucket to which a call due at <paramref name="due"/> belongs. The bucket's due time is its
    /// index times the bucket length.
    /// </summary>
    public static long IndexOf(long due, long bucket, BucketRounding rounding)
    {
        var (index, offset) = Math.DivRem(due, bucket);
        if (offset < 0)
            return rounding == BucketRounding.Down ? index - 1 : index;
        return rounding == BucketRounding.Down || offset == 0 ? index : index + 1;
    }

    /// <summary>
    /// The index of the bucket for a call that is due at <paramref name="earliest"/> or up to
    /// <paramref name="spread"/> later.
    /// </summary>
    /// <returns>Whether all these times belong to the same bucket.</returns>
    public static bool TryIndexOf(long earliest, long spread, long bucket, BucketRounding rounding, out long index)
    {
        (index, var offset) = Math.DivRem(earliest, bucket);
        if (rounding == BucketRounding.Up)
            index++;
        return offset > 0 && offset + spread < bucket;
    }

    /// <summary>How many chunks <paramref name="calls"/> calls need.</summary>
    public static int Chunks(int calls, int chunkSize) => (int)(((long)calls + chunkSize - 1) / chunkSize);

    /// <summary>
    /// When a chunk is due: the first chunk at the bucket's due time, the others spread evenly over one bucket length.
    /// </summary>
    public static long ChunkDue(long start, long bucket, int chunk, int chunks) =>
        start + (long)((Int128)bucket * chunk / chunks);
}

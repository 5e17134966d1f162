namespace Txaio.Actors;

/// <summary>How a batched timer rounds due times to buckets.</summary>
public enum BucketRounding
{
    /// <summary>
    /// To the start of the bucket, as txaio does: a call fires up to one bucket length early. The default.
    /// </summary>
    Down,

    /// <summary>To the end of the bucket: a call fires up to one bucket length late, never early.</summary>
    Up,
}

namespace Txaio.Actors;

/// <summary>Which way a batched timer rounds a due time to a bucket.</summary>
public enum BucketRounding
{
    /// <summary>To the start of its bucket, as txaio does: a call fires up to one bucket early. The default.</summary>
    Down,

    /// <summary>To the end of its bucket: a call never fires early, and up to one bucket later.</summary>
    Up,
}

namespace Txaio.Actors.Timers.Buckets;

/// <summary>One section under <c>txaio.timers</c>, read and checked.</summary>
/// <param name="Name">The section's name, which is the timer's name.</param>
/// <param name="Bucket">Length of a bucket; positive.</param>
/// <param name="ChunkSize">Callbacks per chunk; 1 or more.</param>
/// <param name="Loop">Name of the loop that runs the callbacks.</param>
/// <param name="Rounding">How due times are rounded to buckets.</param>
internal sealed record BatchedTimerSettings(
    string Name, TimeSpan Bucket, int ChunkSize, string Loop, BucketRounding Rounding);

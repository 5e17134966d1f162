namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// The progress of a bucket's actor. A message may stop the actor; then the next actor continues with this object.
/// While the bucket's actor lives, only that actor uses this object; afterwards only the timer's actor does.
/// </summary>
internal sealed class FiringProgress
{
    /// <summary>The buckets that still have chunks to fire, in due order.</summary>
    public PriorityQueue<BucketFiring, (long Due, long Number)> Firings { get; } = new();

    /// <summary>How many buckets the actor has taken.</summary>
    public int Taken { get; set; }

    /// <summary>Whether the actor is handling a message. Still true after an actor has failed.</summary>
    public bool IsFiring { get; set; }
}

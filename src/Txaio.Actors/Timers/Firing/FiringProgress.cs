namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// The progress of a bucket's actor. It outlives the actor, which a message may stop: the next actor continues
/// from it. Only the bucket's actor uses it while that actor lives; then only the timer's actor does.
/// </summary>
internal sealed class FiringProgress
{
    /// <summary>The buckets that have not fired to their end, in due order.</summary>
    public PriorityQueue<BucketFiring, (long Due, long Number)> Firings { get; } = new();

    /// <summary>How many buckets the actor has taken.</summary>
    public int Taken { get; set; }

    /// <summary>Whether a message is being handled: still so at the end of an actor that failed.</summary>
    public bool IsFiring { get; set; }
}

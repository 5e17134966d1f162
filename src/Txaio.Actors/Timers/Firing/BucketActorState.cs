namespace Txaio.Actors.Timers.Firing;

/// <summary>
/// The progress of a near bucket's actor. It outlives the actor, which a message may stop: the next actor continues
/// from it. Only the bucket's actor uses it while that actor lives; then only the timer's actor does.
/// </summary>
internal sealed class BucketActorState
{
    /// <summary>The buckets that have not fired to their end, in due order.</summary>
    public PriorityQueue<BucketRun, (long Due, long Number)> Runs { get; } = new();

    /// <summary>How many buckets the actor has taken.</summary>
    public int Given { get; set; }

    /// <summary>Whether a message is being handled: still so at the end of an actor that failed.</summary>
    public bool IsFiring { get; set; }
}

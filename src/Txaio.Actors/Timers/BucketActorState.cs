namespace Txaio.Actors;

/// <summary>
/// How far the actor of a near bucket is. It outlives the actor, which a message may stop: the next actor goes on with
/// it. The bucket's actor alone uses it while that lives, the timer's actor once that has terminated.
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

namespace Txaio.Actors.Cluster.Messages;

/// <summary>
/// A delivery to the target of a durable call. The target replies to the sender with <see cref="Done"/> when its work
/// is finished; until then the call stays stored, and it is delivered again. Not from txaio.
/// </summary>
/// <remarks>
/// At least once: the same call can arrive again after it was done, when a node ends between the reply and its write.
/// <see cref="Key"/> and <see cref="Due"/> together name a call: an older delivery of a replaced key has another due
/// time or message. No delivery is early by the clock of the node that delivers.
/// </remarks>
/// <param name="Timer">The timer's name.</param>
/// <param name="Key">The key.</param>
/// <param name="Due">The due time in UTC, as <see cref="DurableCallScheduled"/> had it.</param>
/// <param name="Attempt">
/// The number of this delivery, from 1. It starts anew when the stripe starts anew or moves to another node.
/// </param>
/// <param name="Message">The message that was scheduled.</param>
public sealed record DurableCallDue(string Timer, string Key, DateTimeOffset Due, int Attempt, object Message)
{
    /// <summary>The reply to this delivery.</summary>
    /// <returns>A message with the same key and due time.</returns>
    public DurableCallDone Done() => new(Key, Due);

    /// <summary>The message's name, the timer, the attempt and the type of <see cref="Message"/>.</summary>
    /// <returns>One line, without key and message.</returns>
    public override string ToString() =>
        $"{nameof(DurableCallDue)}({Timer}, attempt {Attempt}, {Message.GetType().Name})";
}

/// <summary>
/// A target's reply to <see cref="DurableCallDue"/>, told to its sender: the call is done. The stripe stores this and
/// forgets the call. A call that has been replaced meanwhile is not affected. Not from txaio.
/// </summary>
/// <param name="Key">The key of the delivery.</param>
/// <param name="Due">The due time of the delivery.</param>
public sealed record DurableCallDone(string Key, DateTimeOffset Due)
{
    /// <summary>The message's name and the due time.</summary>
    /// <returns>One line, without the key.</returns>
    public override string ToString() => $"{nameof(DurableCallDone)}({Due:O})";
}

using Akka.Actor;

namespace Txaio.Actors.Cluster.Messages;

/// <summary>
/// A message to a durable timer's <c>Ref</c>: cancels the call of a key, as <c>IDurableTimer.Cancel</c> does. The reply
/// is <see cref="DurableCallCancelled"/> once the cancel is stored, or a <see cref="Status.Failure"/>. Not from txaio.
/// </summary>
/// <param name="Key">The key: 1 to 1,024 characters.</param>
public sealed record CancelDurableCall(string Key) : INoSerializationVerificationNeeded
{
    /// <summary>The key.</summary>
    public string Key { get; } = Key ?? throw new ArgumentNullException(nameof(Key));

    /// <summary>The message's name.</summary>
    /// <returns>The name, without the key.</returns>
    public override string ToString() => nameof(CancelDurableCall);
}

/// <summary>The reply to <see cref="CancelDurableCall"/>: the key has no call. Not from txaio.</summary>
/// <param name="Key">The key.</param>
/// <param name="Found">
/// True: a call was stored, and it was cancelled; no delivery starts after this reply. False: the key had no call.
/// </param>
public sealed record DurableCallCancelled(string Key, bool Found) : INoSerializationVerificationNeeded
{
    /// <summary>The message's name, and whether a call was found.</summary>
    /// <returns>One line, without the key.</returns>
    public override string ToString() => $"{nameof(DurableCallCancelled)}({(Found ? "found" : "not found")})";
}

using Akka.Actor;

namespace Txaio.Actors.Cluster.Messages;

/// <summary>
/// A message to a durable timer's <c>Ref</c>: asks for the call of a key, as <c>IDurableTimer.Find</c> does. The reply
/// is
/// <see cref="DurableCallFound"/>, or a <see cref="Status.Failure"/>. Not from txaio.
/// </summary>
/// <param name="Key">The key: 1 to 1,024 characters.</param>
public sealed record FindDurableCall(string Key) : INoSerializationVerificationNeeded
{
    /// <summary>The key.</summary>
    public string Key { get; } = Key ?? throw new ArgumentNullException(nameof(Key));

    /// <summary>The message's name.</summary>
    /// <returns>The name, without the key.</returns>
    public override string ToString() => nameof(FindDurableCall);
}

/// <summary>The reply to <see cref="FindDurableCall"/>. Not from txaio.</summary>
/// <param name="Key">The key.</param>
/// <param name="Call">The stored call; null if the key has none.</param>
public sealed record DurableCallFound(string Key, DurableCall? Call) : INoSerializationVerificationNeeded
{
    /// <summary>The message's name, and whether a call was found.</summary>
    /// <returns>One line, without the key.</returns>
    public override string ToString() =>
        $"{nameof(DurableCallFound)}({(Call is null ? "not found" : "found")})";
}

/// <summary>A call as it is stored. Not from txaio.</summary>
/// <param name="Due">The due time in UTC.</param>
/// <param name="Target">The receiver.</param>
/// <param name="Message">The message for the receiver.</param>
public sealed record DurableCall(DateTimeOffset Due, CallTarget Target, object Message)
    : INoSerializationVerificationNeeded
{
    /// <summary>The due time and the type of the message.</summary>
    /// <returns>One line, without target and message.</returns>
    public override string ToString() => $"{nameof(DurableCall)}({Due:O}, {Message.GetType().Name})";
}

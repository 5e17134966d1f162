using Akka.Actor;
using Akka.Event;
using Wamp.Protocol;

namespace Wamp.Sessions;

/// <summary>What the router tells a session. Messages of the peer are told as they are: they never pass for one of
/// these. All may come too late, which is no news.</summary>
internal abstract record SessionMessage : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Call the peer. The sender is the promise of the answer.</summary>
internal sealed record Invoke(Invocation Invocation) : SessionMessage;

/// <summary>Tell the peer that its result is not wanted any more; the promise still waits for its answer.</summary>
internal sealed record InterruptPeer(long Invocation) : SessionMessage;

/// <summary>The promise waits no more.</summary>
internal sealed record Withdraw(long Invocation) : SessionMessage;

/// <summary>The peer broke the protocol.</summary>
internal sealed record Violated(string Reason) : SessionMessage;

/// <summary>The peer reads more slowly than messages come for it.</summary>
internal sealed record Overflowed : SessionMessage
{
    public static readonly Overflowed Instance = new();
}

/// <summary>Reply when all that came before this has been handled, by the realm too.</summary>
internal sealed record CatchUp : SessionMessage
{
    public static readonly CatchUp Instance = new();
}

/// <summary>The connection is over.</summary>
internal sealed record ConnectionEnded(string Reason) : SessionMessage;

/// <summary>The router stops.</summary>
internal sealed record Shutdown : SessionMessage
{
    public static readonly Shutdown Instance = new();
}

/// <summary>The peer's time for its next step is over.</summary>
/// <param name="Step">The number of that step: an old one is stale.</param>
internal sealed record Overdue(int Step) : SessionMessage;

/// <summary>It is time to look whether the peer lives.</summary>
internal sealed record PingDue : SessionMessage
{
    public static readonly PingDue Instance = new();
}

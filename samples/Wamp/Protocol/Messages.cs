using Akka.Event;

namespace Wamp.Protocol;

/// <summary>A message of WAMP 2, with the options that this router knows. Names are as in the specification.</summary>
internal abstract record Message : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>The name in the specification, such as CALL.</summary>
    public string Name => GetType().Name.ToUpperInvariant();

    /// <summary>An estimate of the bytes in memory, which counts towards the bound of an outbox.</summary>
    public virtual int Weight => 64;
}

/// <summary>A request of a client that the broker or the dealer handles.</summary>
internal interface IRequest
{
    long Request { get; }
}

/// <summary>A reply that completes a request.</summary>
internal interface IReply
{
    long Request { get; }
}

/// <summary>A message with arguments of the application.</summary>
internal abstract record PayloadMessage(Payload Payload) : Message
{
    public override int Weight => 64 + Payload.Weight;
}

internal sealed record Hello(string Realm, string? AuthId, IReadOnlyList<string> AuthMethods, Features Features)
    : Message;

internal sealed record Welcome(long Session, string AuthId, string AuthRole, string AuthMethod) : Message;

internal sealed record Abort(string Reason, string? Text) : Message;

internal sealed record Challenge(string Method, string? Text) : Message;

internal sealed record Authenticate(string Signature) : Message;

internal sealed record Goodbye(string Reason) : Message;

/// <param name="RequestType">The code of the message that failed.</param>
internal sealed record Error(int RequestType, long Request, string Uri, Payload Payload) : PayloadMessage(Payload);

internal sealed record Publish(long Request, bool Acknowledge, bool ExcludeMe, string Topic, Payload Payload)
    : PayloadMessage(Payload), IRequest;

internal sealed record Published(long Request, long Publication) : Message, IReply;

internal sealed record Subscribe(long Request, string Match, string Topic) : Message, IRequest;

internal sealed record Subscribed(long Request, long Subscription) : Message, IReply;

internal sealed record Unsubscribe(long Request, long Subscription) : Message, IRequest;

internal sealed record Unsubscribed(long Request) : Message, IReply;

internal sealed record Event(long Subscription, long Publication, Payload Payload) : PayloadMessage(Payload);

/// <param name="Timeout">In milliseconds; 0 is no timeout.</param>
internal sealed record Call(long Request, long Timeout, bool ReceiveProgress, string Procedure, Payload Payload)
    : PayloadMessage(Payload), IRequest
{
    /// <summary>The longest timeout: 24 days.</summary>
    public const int MaxTimeout = int.MaxValue;
}

internal sealed record Cancel(long Request, string Mode) : Message, IRequest;

/// <summary>The modes of a CANCEL.</summary>
internal static class CancelModes
{
    public const string Skip = "skip", Kill = "kill", KillNoWait = "killnowait";
    public const string Allowed = $"must be {Skip}, {Kill} or {KillNoWait}";

    public static bool Has(string mode) => mode is Skip or Kill or KillNoWait;
}

internal sealed record Result(long Request, bool Progress, Payload Payload) : PayloadMessage(Payload), IReply;

internal sealed record Register(long Request, string Match, string Invoke, string Procedure) : Message, IRequest;

internal sealed record Registered(long Request, long Registration) : Message, IReply;

internal sealed record Unregister(long Request, long Registration) : Message, IRequest;

internal sealed record Unregistered(long Request) : Message, IReply;

internal sealed record Invocation(long Request, long Registration, bool ReceiveProgress, Payload Payload)
    : PayloadMessage(Payload);

internal sealed record Interrupt(long Request) : Message;

internal sealed record Yield(long Request, bool Progress, Payload Payload) : PayloadMessage(Payload);

/// <summary>The features that a client announces for its role as a callee.</summary>
/// <param name="CallCanceling">The client accepts INTERRUPT.</param>
/// <param name="ProgressiveResults">The client may send several YIELD for one call.</param>
internal readonly record struct Features(bool CallCanceling, bool ProgressiveResults);

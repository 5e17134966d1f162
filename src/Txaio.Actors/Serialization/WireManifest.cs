namespace Txaio.Actors.Serialization;

/// <summary>
/// The manifests: a name and the version of its format. Under one manifest, a format only gets fields that old nodes
/// may skip.
/// </summary>
internal static class WireManifest
{
    public const string Resolve = "resolve/1";
    public const string Reject = "reject/1";
    public const string Cancel = "cancel/1";
    public const string Subscribe = "subscribe/1";
    public const string FutureResolved = "future-resolved/1";
    public const string FutureRejected = "future-rejected/1";
    public const string CreateFuture = "create-future/1";
    public const string FutureCreated = "future-created/1";
    public const string CallLater = "call-later/1";
    public const string CallScheduled = "call-scheduled/1";
    public const string CancelCall = "cancel-call/1";
    public const string CallCancelled = "call-cancelled/1";

    /// <summary>A value that is an exception; only within messages.</summary>
    public const string Failure = "failure/1";

    /// <summary>A value that is a <c>Status.Failure</c>; only within messages.</summary>
    public const string StatusFailure = "status-failure/1";

    /// <summary>The manifest of a message.</summary>
    public static string Of(object message, string parameter = "message") => message switch
    {
        Messages.Resolve => Resolve,
        Messages.Reject => Reject,
        Messages.Cancel => Cancel,
        Messages.Subscribe => Subscribe,
        Messages.FutureResolved => FutureResolved,
        Messages.FutureRejected => FutureRejected,
        Messages.CreateFuture => CreateFuture,
        Messages.FutureCreated => FutureCreated,
        Messages.CallLater => CallLater,
        Messages.CallScheduled => CallScheduled,
        Messages.CancelCall => CancelCall,
        Messages.CallCancelled => CallCancelled,
        _ => throw NotOurs(message, parameter),
    };

    /// <summary>The exception for a message that is not of this library.</summary>
    public static ArgumentException NotOurs(object? message, string parameter = "message") => new(
        $"{message?.GetType().ToString() ?? "null"} is no message of Txaio.Actors.", parameter);
}

namespace Txaio.Actors.Cluster.Serialization;

/// <summary>
/// The manifests: a name and the version of its format. Under one manifest, a format only gets fields that old nodes
/// may skip.
/// </summary>
internal static class WireManifest
{
    public const string StripeBatch = "stripe-batch/1";
    public const string StripeBatchStored = "stripe-batch-stored/1";
    public const string StripeBatchFailed = "stripe-batch-failed/1";
    public const string WakeStripe = "wake-stripe/1";
    public const string FindCall = "find-call/1";
    public const string FoundCall = "found-call/1";
    public const string GetStripeState = "get-stripe-state/1";
    public const string StripeState = "stripe-state/1";
    public const string DurableCallDue = "durable-call-due/1";
    public const string DurableCallDone = "durable-call-done/1";

    /// <summary>The journal's event, and the snapshot.</summary>
    public const string StripeRecord = "stripe-record/1";

    /// <summary>The manifest of a message, event or snapshot.</summary>
    public static string Of(object message, string parameter = "message") => message switch
    {
        Protocol.StripeBatch => StripeBatch,
        Protocol.StripeBatchStored => StripeBatchStored,
        Protocol.StripeBatchFailed => StripeBatchFailed,
        Protocol.WakeStripe => WakeStripe,
        Protocol.FindCall => FindCall,
        Protocol.FoundCall => FoundCall,
        Protocol.GetStripeState => GetStripeState,
        Protocol.StripeState => StripeState,
        Messages.DurableCallDue => DurableCallDue,
        Messages.DurableCallDone => DurableCallDone,
        Serialization.StripeRecord => StripeRecord,
        _ => throw NotOurs(message, parameter),
    };

    /// <summary>The exception for an object that is not of this library.</summary>
    public static ArgumentException NotOurs(object? message, string parameter = "message") => new(
        $"{message?.GetType().ToString() ?? "null"} is no message of Txaio.Actors.Cluster.", parameter);
}

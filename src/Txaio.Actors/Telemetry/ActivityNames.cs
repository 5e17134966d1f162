namespace Txaio.Actors.Telemetry;

/// <summary>The names of activities.</summary>
internal static class ActivityNames
{
    /// <summary>An Ask, from the question to the reply.</summary>
    public const string Ask = "txaio.ask";

    /// <summary>A loop or timer schedules the message of a <c>CallLater</c>.</summary>
    public const string CallLater = "txaio.call_later";

    /// <summary>A loop or timer cancels a scheduled message.</summary>
    public const string CancelCall = "txaio.cancel_call";

    /// <summary>A loop makes a promise for a <c>CreateFuture</c> message.</summary>
    public const string CreateFuture = "txaio.create_future";

    /// <summary>A scheduled message is due, and is told.</summary>
    public const string DelayedMessage = "txaio.delayed_message";
}

namespace Txaio.Actors.Telemetry;

/// <summary>The names of activities.</summary>
internal static class ActivityNames
{
    /// <summary>An Ask, from the question to the reply.</summary>
    public const string Ask = "txaio.ask";

    /// <summary>A loop or timer schedules a message it was sent.</summary>
    public const string CallLater = "txaio.call_later";

    /// <summary>A loop or timer cancels such a message.</summary>
    public const string CancelCall = "txaio.cancel_call";

    /// <summary>A loop makes a promise for a <c>CreateFuture</c> message.</summary>
    public const string CreateFuture = "txaio.create_future";

    /// <summary>A message that was scheduled by message is told.</summary>
    public const string DelayedMessage = "txaio.delayed_message";
}

namespace Txaio.Actors.Telemetry;

/// <summary>The names of tags, and the library's own values for them.</summary>
internal static class TelemetryTags
{
    public const string System = "txaio.system";
    public const string Loop = "txaio.loop";
    public const string Timer = "txaio.timer";
    public const string Outcome = "txaio.outcome";
    public const string LogLevel = "txaio.log.level";
    public const string Setting = "txaio.setting";

    public const string AskTarget = "txaio.ask.target";
    public const string AskAttempts = "txaio.ask.attempts";
    public const string MessageType = "txaio.message.type";

    /// <summary>A tag that OpenTelemetry defines: the full name of the exception's type.</summary>
    public const string ErrorType = "error.type";

    public const string Resolved = "resolved";
    public const string Rejected = "rejected";
    public const string Cancelled = "cancelled";

    // No timer has one of these names: a name under txaio.timers must not have parentheses.

    /// <summary>The timer of <c>CallLater</c> and of a loop's time provider.</summary>
    public const string CallLater = "(CallLater)";

    /// <summary>The value that all batched timers of a loop without a name share.</summary>
    public const string Unnamed = "(unnamed)";

    public static KeyValuePair<string, object?> Of(string name, string value) => new(name, value);

    public static KeyValuePair<string, object?> ErrorTypeOf(Exception error) =>
        Of(ErrorType, error.GetType().FullName ?? error.GetType().Name);
}

namespace Txaio.Actors.Messages;

/// <summary>
/// The text of messages in logs, such as Akka's lines about dead letters. It has no paths and ids, because with those a
/// reader of the log could complete a promise or cancel a call. It has no values, which may contain paths or be large.
/// </summary>
internal static class MessageText
{
    /// <summary>A text such as <c>Resolve(Int32)</c>.</summary>
    public static string Of(string message, object? value) => $"{message}({value?.GetType().Name ?? "null"})";

    /// <summary>A text such as <c>Reject(FormatException)</c>.</summary>
    public static string Of(string message, Exception cause) =>
        $"{message}({cause.GetType().Name})";
}

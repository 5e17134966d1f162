namespace Txaio.Actors.Messages;

/// <summary>
/// How messages show in logs, as in Akka's lines about dead letters. Without paths and ids: a reader of the log could
/// complete a promise or cancel a call with them. And without values, which may hold them or be of any depth.
/// </summary>
internal static class MessageText
{
    /// <summary>As <c>Resolve(Int32)</c>.</summary>
    public static string Of(string message, object? value) => $"{message}({value?.GetType().Name ?? "null"})";

    /// <summary>As <c>Reject(FormatException)</c>.</summary>
    public static string Of(string message, Exception cause) =>
        $"{message}({cause.GetType().Name})";
}

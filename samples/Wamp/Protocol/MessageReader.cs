using System.Text.Json;

namespace Wamp.Protocol;

/// <summary>Makes a message from a peer's JSON, and checks each element that it reads.</summary>
internal static class MessageReader
{
    /// <exception cref="ProtocolViolationException">The JSON is not a message, or an element is wrong.</exception>
    public static Message Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
            throw new ProtocolViolationException("a message must be a list");
        var code = new Fields(json, "a message").Code(0);
        try
        {
            return Read(code, new Fields(json, Codes.NameOf(code)));
        }
        catch (InvalidOperationException)
        {
            // JSON can escape half of a surrogate pair, and JsonElement refuses to make a string with it.
            throw new ProtocolViolationException($"{Codes.NameOf(code)} has text that is not Unicode");
        }
    }

    private static Message Read(int code, Fields f) => code switch
    {
        Codes.Hello => new Hello(f.Text(1), f.Text(2, "authid"), f.Texts(2, "authmethods"), new Features(
            f.Feature(2, "callee", "call_canceling"), f.Feature(2, "callee", "progressive_call_results"))),
        Codes.Welcome => new Welcome(
            f.Id(1), f.Text(2, "authid") ?? "", f.Text(2, "authrole") ?? "", f.Text(2, "authmethod") ?? ""),
        Codes.Abort => new Abort(f.Text(2), f.Text(1, "message")),
        Codes.Challenge => new Challenge(f.Text(1), f.Text(2, "challenge")),
        Codes.Authenticate => new Authenticate(f.Text(1)),
        Codes.Goodbye => new Goodbye(f.Text(2)),
        Codes.Error => new Error(f.Code(1), f.Id(2), f.Text(4), f.Payload(5)),
        Codes.Publish => new Publish(
            f.Id(1), f.Flag(2, "acknowledge", false), f.Flag(2, "exclude_me", true), f.Text(3), f.Payload(4)),
        Codes.Published => new Published(f.Id(1), f.Id(2)),
        Codes.Subscribe => new Subscribe(f.Id(1), f.Text(2, "match") ?? "exact", f.Text(3)),
        Codes.Subscribed => new Subscribed(f.Id(1), f.Id(2)),
        Codes.Unsubscribe => new Unsubscribe(f.Id(1), f.Id(2)),
        Codes.Unsubscribed => new Unsubscribed(f.Id(1)),
        Codes.Event => new Event(f.Id(1), f.Id(2), f.Payload(4)),
        Codes.Call => new Call(f.Id(1), f.Number(2, "timeout"), f.Flag(2, "receive_progress", false),
            f.Text(3), f.Payload(4)),
        Codes.Cancel => new Cancel(f.Id(1), f.Text(2, "mode") ?? CancelModes.Skip),
        Codes.Result => new Result(f.Id(1), f.Flag(2, "progress", false), f.Payload(3)),
        Codes.Register => new Register(
            f.Id(1), f.Text(2, "match") ?? "exact", f.Text(2, "invoke") ?? "single", f.Text(3)),
        Codes.Registered => new Registered(f.Id(1), f.Id(2)),
        Codes.Unregister => new Unregister(f.Id(1), f.Id(2)),
        Codes.Unregistered => new Unregistered(f.Id(1)),
        Codes.Invocation => new Invocation(f.Id(1), f.Id(2), f.Flag(3, "receive_progress", false), f.Payload(4)),
        Codes.Interrupt => new Interrupt(f.Id(1)),
        Codes.Yield => new Yield(f.Id(1), f.Flag(2, "progress", false), f.Payload(3)),
        _ => throw new ProtocolViolationException($"{code} is the code of no message"),
    };
}

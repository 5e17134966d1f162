using System.Runtime.InteropServices;
using System.Text.Json;

namespace Wamp.Protocol;

/// <summary>Writes messages as JSON. Options with their default value are left out.</summary>
internal static class MessageWriter
{
    private static readonly object True = true;
    private static readonly object False = false;

    private static readonly object RouterRoles = new
    {
        broker = Features("publisher_exclusion"),
        dealer = Features("progressive_call_results", "call_canceling", "call_timeout"),
    };

    public static void Write(Utf8JsonWriter json, Message message)
    {
        json.WriteStartArray();
        _ = message switch
        {
            Hello m => json.Head(Codes.Hello).Text(m.Realm).Options(
                ("authid", m.AuthId), ("authmethods", m.AuthMethods), ("roles", ClientRoles(m.Features))),
            Welcome m => json.Head(Codes.Welcome, m.Session).Options(
                ("authid", m.AuthId), ("authrole", m.AuthRole), ("authmethod", m.AuthMethod), ("roles", RouterRoles)),
            Abort m => json.Head(Codes.Abort).Options(("message", m.Text)).Text(m.Reason),
            Challenge m => json.Head(Codes.Challenge).Text(m.Method).Options(("challenge", m.Text)),
            Authenticate m => json.Head(Codes.Authenticate).Text(m.Signature).Options(),
            Goodbye m => json.Head(Codes.Goodbye).Options().Text(m.Reason),
            Error m => json.Head(Codes.Error, m.RequestType, m.Request).Options().Text(m.Uri).Payload(m.Payload),
            Publish m => json.Head(Codes.Publish, m.Request)
                .Options(("acknowledge", IfSet(m.Acknowledge)), ("exclude_me", m.ExcludeMe ? null : False))
                .Text(m.Topic).Payload(m.Payload),
            Published m => json.Head(Codes.Published, m.Request, m.Publication),
            Subscribe m => json.Head(Codes.Subscribe, m.Request).Options().Text(m.Topic),
            Subscribed m => json.Head(Codes.Subscribed, m.Request, m.Subscription),
            Unsubscribe m => json.Head(Codes.Unsubscribe, m.Request, m.Subscription),
            Unsubscribed m => json.Head(Codes.Unsubscribed, m.Request),
            Event m => json.Head(Codes.Event, m.Subscription, m.Publication).Options().Payload(m.Payload),
            Call m => json.Head(Codes.Call, m.Request)
                .Options(("timeout", m.Timeout > 0 ? m.Timeout : null), ("receive_progress", IfSet(m.ReceiveProgress)))
                .Text(m.Procedure).Payload(m.Payload),
            Cancel m => json.Head(Codes.Cancel, m.Request).Options(("mode", m.Mode)),
            Result m => json.Head(Codes.Result, m.Request).Options(("progress", IfSet(m.Progress))).Payload(m.Payload),
            Register m => json.Head(Codes.Register, m.Request).Options().Text(m.Procedure),
            Registered m => json.Head(Codes.Registered, m.Request, m.Registration),
            Unregister m => json.Head(Codes.Unregister, m.Request, m.Registration),
            Unregistered m => json.Head(Codes.Unregistered, m.Request),
            Invocation m => json.Head(Codes.Invocation, m.Request, m.Registration)
                .Options(("receive_progress", IfSet(m.ReceiveProgress))).Payload(m.Payload),
            Interrupt m => json.Head(Codes.Interrupt, m.Request).Options(),
            Yield m => json.Head(Codes.Yield, m.Request).Options(("progress", IfSet(m.Progress))).Payload(m.Payload),
            _ => throw new ArgumentException($"{message.GetType()} has no form on the wire.", nameof(message)),
        };
        json.WriteEndArray();
    }

    private static object ClientRoles(Features callee) => new
    {
        publisher = Features("publisher_exclusion"),
        subscriber = Features(),
        caller = Features("progressive_call_results", "call_canceling", "call_timeout"),
        callee = new
        {
            features = new
            {
                progressive_call_results = callee.ProgressiveResults,
                call_canceling = callee.CallCanceling,
            },
        },
    };

    private static object Features(params string[] names) =>
        new { features = names.ToDictionary(static name => name, static _ => true) };

    private static object? IfSet(bool flag) => flag ? True : null;

    private static Utf8JsonWriter Head(this Utf8JsonWriter json, int code, params ReadOnlySpan<long> ids)
    {
        json.WriteNumberValue(code);
        foreach (var id in ids)
            json.WriteNumberValue(id);
        return json;
    }

    private static Utf8JsonWriter Text(this Utf8JsonWriter json, string text)
    {
        json.WriteStringValue(text);
        return json;
    }

    private static Utf8JsonWriter Options(
        this Utf8JsonWriter json, params ReadOnlySpan<(string Name, object? Value)> options)
    {
        json.WriteStartObject();
        foreach (var (name, value) in options)
        {
            if (value is null)
                continue;
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }

        json.WriteEndObject();
        return json;
    }

    private static Utf8JsonWriter Payload(this Utf8JsonWriter json, Payload payload)
    {
        var hasKwargs = payload.Kwargs.ValueKind != JsonValueKind.Undefined;
        if (payload.Args.ValueKind != JsonValueKind.Undefined)
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(payload.Args), skipInputValidation: true);
        else if (hasKwargs)
            json.WriteRawValue("[]"u8, skipInputValidation: true);
        if (hasKwargs)
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(payload.Kwargs), skipInputValidation: true);
        return json;
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;

namespace Wamp.Protocol;

/// <summary>Writes messages as JSON.</summary>
internal static class MessageWriter
{
    public static void Write(Utf8JsonWriter json, Message message)
    {
        json.WriteStartArray();
        _ = message switch
        {
            Hello m => json.Head(Codes.Hello).Text(m.Realm).Options(o => HelloDetails(o, m)),
            Welcome m => json.Head(Codes.Welcome, m.Session).Options(o => WelcomeDetails(o, m)),
            Abort m => json.Head(Codes.Abort).Options(o => Optional(o, "message", m.Text)).Text(m.Reason),
            Challenge m => json.Head(Codes.Challenge).Text(m.Method)
                .Options(o => Optional(o, "challenge", m.Text)),
            Authenticate m => json.Head(Codes.Authenticate).Text(m.Signature).Options(),
            Goodbye m => json.Head(Codes.Goodbye).Options().Text(m.Reason),
            Error m => json.Head(Codes.Error, m.RequestType, m.Request).Options().Text(m.Uri).Payload(m.Payload),
            Publish m => json.Head(Codes.Publish, m.Request).Options(o =>
            {
                o.WriteBoolean("acknowledge", m.Acknowledge);
                o.WriteBoolean("exclude_me", m.ExcludeMe);
            }).Text(m.Topic).Payload(m.Payload),
            Published m => json.Head(Codes.Published, m.Request, m.Publication),
            Subscribe m => json.Head(Codes.Subscribe, m.Request).Options().Text(m.Topic),
            Subscribed m => json.Head(Codes.Subscribed, m.Request, m.Subscription),
            Unsubscribe m => json.Head(Codes.Unsubscribe, m.Request, m.Subscription),
            Unsubscribed m => json.Head(Codes.Unsubscribed, m.Request),
            Event m => json.Head(Codes.Event, m.Subscription, m.Publication).Options().Payload(m.Payload),
            Call m => json.Head(Codes.Call, m.Request).Options(o =>
            {
                o.WriteNumber("timeout", m.Timeout);
                o.WriteBoolean("receive_progress", m.ReceiveProgress);
            }).Text(m.Procedure).Payload(m.Payload),
            Cancel m => json.Head(Codes.Cancel, m.Request).Options(o => o.WriteString("mode", m.Mode)),
            Result m => json.Head(Codes.Result, m.Request).Flag("progress", m.Progress).Payload(m.Payload),
            Register m => json.Head(Codes.Register, m.Request).Options().Text(m.Procedure),
            Registered m => json.Head(Codes.Registered, m.Request, m.Registration),
            Unregister m => json.Head(Codes.Unregister, m.Request, m.Registration),
            Unregistered m => json.Head(Codes.Unregistered, m.Request),
            Invocation m => json.Head(Codes.Invocation, m.Request, m.Registration)
                .Flag("receive_progress", m.ReceiveProgress).Payload(m.Payload),
            Interrupt m => json.Head(Codes.Interrupt, m.Request).Options(),
            Yield m => json.Head(Codes.Yield, m.Request).Flag("progress", m.Progress).Payload(m.Payload),
            _ => throw new ArgumentException($"{message.GetType()} has no form on the wire.", nameof(message)),
        };
        json.WriteEndArray();
    }

    private static void HelloDetails(Utf8JsonWriter json, Hello hello)
    {
        Optional(json, "authid", hello.AuthId);
        json.WriteStartArray("authmethods");
        foreach (var method in hello.AuthMethods)
            json.WriteStringValue(method);
        json.WriteEndArray();
        json.WriteStartObject("roles");
        Role(json, "publisher", "publisher_exclusion");
        Role(json, "subscriber");
        Role(json, "caller", "progressive_call_results", "call_canceling", "call_timeout");
        Role(json, "callee", hello.Features.ProgressiveResults ? "progressive_call_results" : "call_timeout",
            hello.Features.CallCanceling ? "call_canceling" : "call_timeout");
        json.WriteEndObject();
    }

    private static void WelcomeDetails(Utf8JsonWriter json, Welcome welcome)
    {
        json.WriteString("authid", welcome.AuthId);
        json.WriteString("authrole", welcome.AuthRole);
        json.WriteString("authmethod", welcome.AuthMethod);
        json.WriteStartObject("roles");
        Role(json, "broker", "publisher_exclusion");
        Role(json, "dealer", "progressive_call_results", "call_canceling", "call_timeout");
        json.WriteEndObject();
    }

    private static void Role(Utf8JsonWriter json, string role, params ReadOnlySpan<string> features)
    {
        json.WriteStartObject(role);
        json.WriteStartObject("features");
        foreach (var feature in features)
            json.WriteBoolean(feature, true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

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

    private static Utf8JsonWriter Options(this Utf8JsonWriter json, Action<Utf8JsonWriter>? write = null)
    {
        json.WriteStartObject();
        write?.Invoke(json);
        json.WriteEndObject();
        return json;
    }

    private static Utf8JsonWriter Flag(this Utf8JsonWriter json, string name, bool value)
    {
        json.WriteStartObject();
        if (value)
            json.WriteBoolean(name, true);
        json.WriteEndObject();
        return json;
    }

    private static Utf8JsonWriter Payload(this Utf8JsonWriter json, Payload payload)
    {
        var hasKwargs = payload.Kwargs.ValueKind != JsonValueKind.Undefined;
        if (payload.Args.ValueKind != JsonValueKind.Undefined)
        {
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(payload.Args), skipInputValidation: true);
        }
        else if (hasKwargs)
        {
            json.WriteStartArray();
            json.WriteEndArray();
        }

        if (hasKwargs)
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(payload.Kwargs), skipInputValidation: true);
        return json;
    }
}

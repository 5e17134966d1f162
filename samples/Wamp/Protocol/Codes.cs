namespace Wamp.Protocol;

/// <summary>The message codes of WAMP: the first element of each message.</summary>
internal static class Codes
{
    public const int Hello = 1;
    public const int Welcome = 2;
    public const int Abort = 3;
    public const int Challenge = 4;
    public const int Authenticate = 5;
    public const int Goodbye = 6;
    public const int Error = 8;
    public const int Publish = 16;
    public const int Published = 17;
    public const int Subscribe = 32;
    public const int Subscribed = 33;
    public const int Unsubscribe = 34;
    public const int Unsubscribed = 35;
    public const int Event = 36;
    public const int Call = 48;
    public const int Cancel = 49;
    public const int Result = 50;
    public const int Register = 64;
    public const int Registered = 65;
    public const int Unregister = 66;
    public const int Unregistered = 67;
    public const int Invocation = 68;
    public const int Interrupt = 69;
    public const int Yield = 70;

    private static readonly Dictionary<int, string> Names = typeof(Codes).GetFields()
        .Where(static field => field.IsLiteral)
        .ToDictionary(static field => (int)field.GetRawConstantValue()!, static field => field.Name.ToUpperInvariant());

    /// <summary>The name of a message, for error texts.</summary>
    public static string NameOf(int code) => Names.GetValueOrDefault(code, "a message");
}

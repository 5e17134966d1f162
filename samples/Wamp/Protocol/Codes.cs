namespace Wamp.Protocol;

/// <summary>The message codes of WAMP: the first element of each message. Each has the name of its record.</summary>
internal static class Codes
{
    public const int Hello = 1, Welcome = 2, Abort = 3, Challenge = 4, Authenticate = 5, Goodbye = 6, Error = 8;
    public const int Publish = 16, Published = 17;
    public const int Subscribe = 32, Subscribed = 33, Unsubscribe = 34, Unsubscribed = 35, Event = 36;
    public const int Call = 48, Cancel = 49, Result = 50;
    public const int Register = 64, Registered = 65, Unregister = 66, Unregistered = 67;
    public const int Invocation = 68, Interrupt = 69, Yield = 70;

    private static readonly Dictionary<string, int> ByName = typeof(Codes).GetFields()
        .Where(static field => field.IsLiteral)
        .ToDictionary(static field => field.Name, static field => (int)field.GetRawConstantValue()!);

    private static readonly Dictionary<int, string> Names =
        ByName.ToDictionary(static code => code.Value, static code => code.Key.ToUpperInvariant());

    /// <summary>The code of a request, for the ERROR that answers it.</summary>
    public static int Of(IRequest request) => ByName[request.GetType().Name];

    /// <summary>The name of a message, for error texts.</summary>
    public static string NameOf(int code) => Names.GetValueOrDefault(code, "a message");
}

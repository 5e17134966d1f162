namespace Wamp.Protocol;

/// <summary>The URIs that WAMP reserves, and the rule for the URIs of applications.</summary>
internal static class Uris
{
    public const string ProtocolViolation = "wamp.error.protocol_violation";
    public const string NoSuchRealm = "wamp.error.no_such_realm";
    public const string AuthenticationFailed = "wamp.error.authentication_failed";
    public const string NoAuthMethod = "wamp.error.no_matching_auth_method";
    public const string InvalidUri = "wamp.error.invalid_uri";
    public const string InvalidArgument = "wamp.error.invalid_argument";
    public const string OptionNotAllowed = "wamp.error.option_not_allowed";
    public const string NoSuchProcedure = "wamp.error.no_such_procedure";
    public const string ProcedureAlreadyExists = "wamp.error.procedure_already_exists";
    public const string NoSuchRegistration = "wamp.error.no_such_registration";
    public const string NoSuchSubscription = "wamp.error.no_such_subscription";
    public const string Canceled = "wamp.error.canceled";
    public const string Timeout = "wamp.error.timeout";
    public const string RuntimeError = "wamp.error.runtime_error";

    /// <summary>The session has reached its limit of subscriptions, registrations or calls.</summary>
    public const string TooMany = "txaio.error.too_many";

    public const string SystemShutdown = "wamp.close.system_shutdown";
    public const string CloseRealm = "wamp.close.close_realm";
    public const string GoodbyeAndOut = "wamp.close.goodbye_and_out";

    private const int MaxLength = 1_000;

    /// <summary>
    /// Whether applications may use the URI. By the specification's loose rule no component is empty or contains white
    /// space or <c>#</c>. URIs that begin with <c>wamp.</c> are reserved.
    /// </summary>
    public static bool IsValid(string uri)
    {
        if (uri.Length is 0 or > MaxLength || uri.StartsWith("wamp.", StringComparison.Ordinal))
            return false;
        var before = '.';
        foreach (var c in uri)
        {
            if (c == '#' || char.IsWhiteSpace(c) || (c == '.' && before == '.'))
                return false;
            before = c;
        }

        return before != '.';
    }
}

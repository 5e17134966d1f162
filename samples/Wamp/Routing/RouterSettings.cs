using Akka.Configuration;
using Akka.Configuration.Hocon;
using Wamp.Authentication;
using Wamp.Sessions;
using Wamp.Transport;

namespace Wamp.Routing;

/// <summary>The section <c>wamp</c> of the configuration.</summary>
internal sealed record RouterSettings(
    IReadOnlyList<RealmSettings> Realms,
    Limits Limits,
    int MaxSessions,
    TimeSpan HelloTimeout,
    TimeSpan CloseTimeout,
    PingTimes Ping)
{
    public static RouterSettings Read(Config config)
    {
        var wamp = config.GetConfig("wamp");
        return new RouterSettings(
            [.. Items(wamp.GetValue("realms")).Select(static realm => RealmSettings.Read(realm.Key, realm.Value))],
            new Limits(
                wamp.GetInt("message-size"), wamp.GetInt("outbox-messages"), wamp.GetInt("outbox-bytes")),
            wamp.GetInt("max-sessions"),
            wamp.GetTimeSpan("hello-timeout"),
            wamp.GetTimeSpan("close-timeout"),
            new PingTimes(wamp.GetTimeSpan("ping-interval"), wamp.GetTimeSpan("ping-timeout")));
    }

    internal static IEnumerable<KeyValuePair<string, HoconValue>> Items(HoconValue? section) =>
        section?.GetObject()?.Items ?? Enumerable.Empty<KeyValuePair<string, HoconValue>>();
}

/// <summary>A realm in the configuration.</summary>
internal sealed record RealmSettings(string Name, Authenticator Authenticator)
{
    public static RealmSettings Read(string name, HoconValue section)
    {
        var realm = section.GetObject();
        var users = RouterSettings.Items(realm.GetKey("users")).ToDictionary(
            static user => user.Key,
            static user => UserOf(user.Value.GetObject()));
        return new RealmSettings(name, new Authenticator(realm.GetKey("anonymous").GetBoolean(), users));
    }

    private static User UserOf(HoconObject user) =>
        new(user.GetKey("secret").GetString(), user.GetKey("role").GetString());
}

using Akka.Configuration;
using Wamp.Authentication;
using Wamp.Sessions;
using Wamp.Transport;

namespace Wamp.Routing;

/// <summary>The section <c>wamp</c> of the configuration. router.conf explains the keys.</summary>
internal sealed record RouterSettings(
    IReadOnlyList<RealmSettings> Realms,
    Limits Limits,
    int MaxSessions,
    TimeSpan HelloTimeout,
    TimeSpan CloseTimeout,
    PingTimes Ping)
{
    /// <exception cref="ConfigurationException">A key is unknown or missing, or its value is not allowed.</exception>
    public static RouterSettings Read(Config config)
    {
        var wamp = SettingsSection.Top(config, "wamp");
        wamp.AllowOnly("realms", "max-sessions", "message-size", "outbox-messages", "outbox-bytes", "hello-timeout",
            "close-timeout", "ping-interval", "ping-timeout");
        RealmSettings[] realms =
            [.. wamp.Section("realms").Sections().Select(static realm => RealmSettings.Read(realm.Key, realm.Section))];
        if (realms.Length == 0 || !realms.All(static realm => Uris.IsValid(realm.Name)))
            throw wamp.Refused("realms", "must be one or more sections, each named by a URI for applications");
        var settings = new RouterSettings(
            realms,
            new Limits(
                wamp.Whole("message-size", 100, 100_000_000),
                wamp.Whole("outbox-messages", 1, 10_000_000),
                wamp.Whole("outbox-bytes", 1_000, int.MaxValue)),
            wamp.Whole("max-sessions", 1, 1_000_000),
            wamp.Duration("hello-timeout"),
            wamp.Duration("close-timeout"),
            new PingTimes(wamp.Duration("ping-interval"), wamp.Duration("ping-timeout")));
        CheckTxaio(config, realms.Length);
        return settings;
    }

    /// <summary>The name of a realm's loop. A loop's name cannot have the dots of a realm's name.</summary>
    public static string LoopName(int realm) => $"realm-{realm + 1}";

    // The library checks the settings of the timer and the loops. It cannot know which of them the router needs.
    private static void CheckTxaio(Config config, int realms)
    {
        if (!config.HasPath("txaio.timers.sessions"))
            throw new ConfigurationException("txaio.timers.sessions is missing: must be a batched timer");
        var loops = Enumerable.Range(0, realms).Select(static realm => $"txaio.loops.{LoopName(realm)}");
        if (loops.FirstOrDefault(config.HasPath) is { } path)
            throw new ConfigurationException($"{path} = {{...}}: the router makes this loop itself");
    }
}

/// <summary>A realm in the configuration.</summary>
internal sealed record RealmSettings(string Name, Authenticator Authenticator)
{
    public static RealmSettings Read(string name, SettingsSection realm)
    {
        realm.AllowOnly("anonymous", "users");
        var users = realm.Has("users")
            ? realm.Section("users").Sections().ToDictionary(
                static user => user.Key, static user => UserOf(user.Section), StringComparer.Ordinal)
            : [];
        return new RealmSettings(name, new Authenticator(realm.Switch("anonymous"), users));
    }

    private static User UserOf(SettingsSection user)
    {
        user.AllowOnly("secret", "role");
        return new User(user.Text("secret"), user.Text("role"));
    }
}

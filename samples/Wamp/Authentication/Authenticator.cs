using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Wamp.Authentication;

/// <summary>Chooses the authentication method of a session: the first method in the peer's HELLO that the realm
/// offers, which is <c>anonymous</c>, <c>ticket</c> or <c>wampcra</c>.</summary>
internal sealed class Authenticator(bool anonymous, IReadOnlyDictionary<string, User> users)
{
    /// <exception cref="WampException">The realm offers no method of the HELLO.</exception>
    public (Welcome Welcome, Proof? Proof) Admit(Hello hello, long session)
    {
        IReadOnlyList<string> methods = hello.AuthMethods is { Count: > 0 } ? hello.AuthMethods : ["anonymous"];
        foreach (var method in methods)
        {
            if (method == "anonymous" && anonymous)
                return (new Welcome(session, $"anonymous-{session}", "anonymous", method), null);
            if (method is not ("ticket" or "wampcra") || users.Count == 0)
                continue;
            // An unknown user gets the same challenge as a known user, and the same error as for a wrong secret:
            // a peer cannot find out the names of users.
            var id = hello.AuthId ?? "";
            var user = users.GetValueOrDefault(id) ?? new User(Proof.RandomText(), "");
            var proof = method == "ticket" ? Proof.Ticket(user) : Proof.Cra(id, user, session);
            return (new Welcome(session, id, user.Role, method), proof);
        }

        throw new WampException(Uris.NoAuthMethod, $"the realm has none of: {string.Join(", ", methods.Take(10))}");
    }
}

/// <summary>A user of a realm.</summary>
internal sealed record User(string Secret, string Role);

/// <summary>A challenge to a peer, and its only right answer.</summary>
internal sealed record Proof(string Method, string? Text, string Answer)
{
    public static Proof Ticket(User user) => new("ticket", null, user.Secret);

    public static Proof Cra(string authId, User user, long session)
    {
        var text = JsonSerializer.Serialize(new
        {
            authid = authId,
            authrole = user.Role,
            authmethod = "wampcra",
            authprovider = "static",
            session,
            nonce = RandomText(),
            timestamp = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
        });
        return new Proof("wampcra", text, Sign(user.Secret, text));
    }

    /// <summary>The signature of WAMP-CRA.</summary>
    public static string Sign(string secret, string challenge) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(challenge)));

    public static string RandomText() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether the answer is right. The duration does not depend on how many bytes match.</summary>
    public bool IsGivenBy(string answer) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(Answer));
}

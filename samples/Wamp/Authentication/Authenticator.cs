using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Wamp.Protocol;

namespace Wamp.Authentication;

/// <summary>Decides from a HELLO how its sender has to show that it may join: anonymously, with a ticket, or by
/// WAMP-CRA, the first of its methods that the realm has.</summary>
internal sealed class Authenticator(bool anonymous, IReadOnlyDictionary<string, User> users)
{
    /// <exception cref="WampException">It may not.</exception>
    public (Welcome Welcome, Proof? Proof) Admit(Hello hello, long session)
    {
        IReadOnlyList<string> methods = hello.AuthMethods is { Count: > 0 } ? hello.AuthMethods : ["anonymous"];
        foreach (var method in methods)
        {
            if (method == "anonymous" && anonymous)
                return (new Welcome(session, $"anonymous-{session}", "anonymous", method), null);
            if (method is not ("ticket" or "wampcra") || users.Count == 0)
                continue;
            // An unknown user is asked as a known one is, and fails as with a wrong secret: a peer cannot try names.
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

/// <summary>What a peer is asked, and the one right answer.</summary>
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

    /// <summary>Whether the answer is right, in a time that does not tell how much of it is.</summary>
    public bool IsGivenBy(string answer) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(Answer));
}

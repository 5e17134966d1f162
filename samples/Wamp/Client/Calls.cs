using Wamp.Authentication;

namespace Wamp.Client;

/// <summary>The options of a call.</summary>
/// <param name="Timeout">
/// The router fails the call after this time, in whole milliseconds, rounded up. Zero or infinite: never.
/// </param>
/// <param name="OnProgress">Called with each progressive result; the last result completes the future.</param>
internal sealed record CallOptions(TimeSpan Timeout = default, Action<Payload>? OnProgress = null)
{
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative or too long.</exception>
    public long TimeoutMilliseconds => Timeout == System.Threading.Timeout.InfiniteTimeSpan
        ? 0
        : Timeout >= TimeSpan.Zero && Timeout.TotalMilliseconds <= Call.MaxTimeout
            ? (long)Math.Ceiling(Timeout.TotalMilliseconds)
            : throw new ArgumentOutOfRangeException(
                nameof(Timeout), Timeout, $"The timeout of a call must be zero to {Call.MaxTimeout} ms, or infinite.");
}

/// <summary>A procedure of a component.</summary>
internal delegate Task<object?> Endpoint(EndpointCall call, CancellationToken interrupted);

/// <summary>One call of an endpoint.</summary>
/// <param name="Payload">The arguments of the call.</param>
/// <param name="Progress">Sends a progressive result.</param>
internal sealed record EndpointCall(Payload Payload, Action<object?> Progress);

/// <summary>The secret of a user, for the method <c>ticket</c> or <c>wampcra</c>.</summary>
internal sealed record Credentials(string Method, string AuthId, string Secret)
{
    public string Answer(Challenge challenge) =>
        Method == "ticket" ? Secret : Proof.Sign(Secret, challenge.Text ?? "");
}

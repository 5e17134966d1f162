using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Wamp.Transport;

/// <summary>
/// Puts a <see cref="PingStream"/> under each WebSocket that ASP.NET accepts: ASP.NET does the handshake, and gets the
/// stream of the WebSocket from this class. Do not turn on compression: compressed frames would be refused.
/// </summary>
internal sealed class PingUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    private PingStream? _stream;

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>Call this before <c>UseWebSockets</c>.</summary>
    public static void Use(IApplicationBuilder app) => app.Use(static (http, next) =>
    {
        if (http.Features.Get<IHttpUpgradeFeature>() is { } inner)
            http.Features.Set<IHttpUpgradeFeature>(new PingUpgrade(inner));
        return next(http);
    });

    /// <summary>The stream under the WebSocket that was accepted for this request.</summary>
    public static PingStream StreamOf(HttpContext http) =>
        (http.Features.Get<IHttpUpgradeFeature>() as PingUpgrade)?._stream
            ?? throw new InvalidOperationException("No WebSocket was accepted, or PingUpgrade is not in use.");

    public async Task<Stream> UpgradeAsync() => _stream = new PingStream(await inner.UpgradeAsync());
}

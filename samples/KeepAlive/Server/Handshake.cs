using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KeepAlive.Server;

/// <summary>The server's side of the opening handshake: RFC 6455, section 4.2.</summary>
internal static class Handshake
{
    private const string Protocol = "websocket";
    private const string Version = "13";
    private const int KeyLength = 16;

    // Section 1.3: the server shows with it that it knows WebSockets.
    private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Whether the client wants a WebSocket, rightly or wrongly.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.Headers.Upgrade.ToString().Contains(Protocol, StringComparison.OrdinalIgnoreCase);

    /// <summary>The status that refuses a wrong request, or null.</summary>
    public static int? Refuses(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers.SecWebSocketVersion != Version)
            return StatusCodes.Status426UpgradeRequired;
        // Kestrel has looked at the header Connection.
        return http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
            && headers.GetCommaSeparatedValues("Upgrade").Contains(Protocol, StringComparer.OrdinalIgnoreCase)
            && HttpMethods.IsGet(http.Request.Method)
            && IsKey(headers.SecWebSocketKey.ToString())
                ? null
                : StatusCodes.Status400BadRequest;
    }

    /// <summary>Refuses the request. A refusal names the version that the server has.</summary>
    public static void Refuse(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.Headers.SecWebSocketVersion = Version;
    }

    /// <summary>Sends the server's handshake. Frames follow.</summary>
    public static Task AcceptAsync(HttpContext http)
    {
        var key = http.Request.Headers.SecWebSocketKey.ToString();
        http.Response.Headers.Upgrade = Protocol;
        http.Response.Headers.SecWebSocketAccept = AnswerTo(key);
        return http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyLength + 2];
        return Convert.TryFromBase64String(key, bytes, out var length) && length == KeyLength;
    }

#pragma warning disable CA5350 // The protocol names SHA-1, and nothing secret depends on it.
    private static string AnswerTo(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Guid)));
#pragma warning restore CA5350
}

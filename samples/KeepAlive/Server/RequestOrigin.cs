using System.Net;
using Microsoft.AspNetCore.Http;

namespace KeepAlive.Server;

/// <summary>
/// Refuses what pages of other origins send: a browser lets any page open a WebSocket to any address, also to one that
/// only this machine reaches.
/// </summary>
internal static class RequestOrigin
{
    /// <summary>The status of the refusal, or null.</summary>
    public static int? Refuses(HttpRequest request)
    {
        // Anyone may let a name of theirs point to this machine; that page would be of our own origin.
        var host = request.Host.Host;
        if (host.Length > 0 && !IsLocalhost(host) && !IPAddress.TryParse(host, out _))
            return StatusCodes.Status400BadRequest;

        // Browsers alone send an origin, and always do; a page cannot change it.
        var origin = request.Headers.Origin;
        return origin.Count == 0 || IsOwn(origin.ToString(), request)
            ? null
            : StatusCodes.Status403Forbidden;
    }

    private static bool IsLocalhost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}

using System.Net;
using Microsoft.AspNetCore.Http;

namespace KeepAlive.Server;

/// <summary>
/// Refuses requests from pages of other origins: a browser lets any page open a WebSocket to any address, also to an
/// address that only this machine reaches.
/// </summary>
internal static class RequestOrigin
{
    /// <summary>The status of the refusal, or null.</summary>
    public static int? Refuses(HttpRequest request)
    {
        // The owner of a domain can make its name resolve to this machine. Its pages would then have our own origin.
        var host = request.Host.Host;
        if (host.Length > 0 && !IsLocalhost(host) && !IPAddress.TryParse(host, out _))
            return StatusCodes.Status400BadRequest;

        // Only browsers send an origin, and they always send one. A page cannot change the origin.
        var origin = request.Headers.Origin;
        return origin.Count == 0 || IsOwn(origin.ToString(), request)
            ? null
            : StatusCodes.Status403Forbidden;
    }

    private static bool IsLocalhost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}

using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GenericHost;

/// <summary>
/// The endpoint on 127.0.0.1 for requests that change the program. The endpoint marks its connections. So no address,
/// port or header of a request can imitate such a connection, and no other configured endpoint can take its place.
/// </summary>
/// <param name="port">The port; 0 for any free one.</param>
internal sealed class ManagementEndpoint(ushort port)
{
    private ListenOptions? _endpoint;

    /// <summary>The address of the endpoint, once the host has started.</summary>
    public string Url => $"http://{_endpoint!.IPEndPoint}";

    /// <summary>Whether the request came to this endpoint, from this machine.</summary>
    public static bool Took(HttpContext http) => http.Features.Get<Mark>() is not null;

    /// <summary>Adds the endpoint to the server.</summary>
    public void Listen(KestrelServerOptions kestrel) => kestrel.Listen(IPAddress.Loopback, port, endpoint =>
    {
        _endpoint = endpoint;
        endpoint.Use(static next => connection =>
        {
            if (connection.RemoteEndPoint is IPEndPoint { Address: var remote } && IPAddress.IsLoopback(remote))
                connection.Features.Set(new Mark());
            return next(connection);
        });
    });

    private sealed class Mark;
}

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace Txaio.Actors.Benchmarks.Peers.Wamp;

/// <summary>
/// A router as one would write it without the library, on the Kestrel and the WebSockets of samples/Wamp: two tasks and
/// a channel for each client, and concurrent dictionaries. It forwards calls and results in <c>wamp.2.json</c>, and has
/// no timeouts, no cancellation, no pings, no events, and no checks beyond those that the forwarding needs.
/// </summary>
internal static class RawRouter
{
    public const string Command = "raw-router";

    /// <summary>Serves on a free port until the process gets a signal to end. Writes the address to standard output.
    /// </summary>
    public static int Run()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
            kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http1));
        using var web = builder.Build();
        web.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var procedures = new ConcurrentDictionary<string, RawRegistration>(StringComparer.Ordinal);
        web.Run(http => ServeAsync(http, procedures));
        web.Urls.Add("http://127.0.0.1:0");
        web.Start();
        Console.Out.WriteLine($"listening on {new UriBuilder(web.Urls.First()) { Scheme = "ws" }.Uri}");
        web.WaitForShutdown();
        return 0;
    }

    private static async Task ServeAsync(HttpContext http, ConcurrentDictionary<string, RawRegistration> procedures)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await http.WebSockets.AcceptWebSocketAsync("wamp.2.json");
        await new RawSession(socket, procedures).RunAsync();
    }
}

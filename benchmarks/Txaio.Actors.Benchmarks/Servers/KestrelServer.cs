using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Txaio.Actors.Benchmarks.Servers;

/// <summary>The keep-alive that ASP.NET Core itself has, in as few lines as its users write.</summary>
internal static class KestrelServer
{
    public const string Command = "kestrel-server";

    /// <summary>Runs until the process is stopped.</summary>
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        await using var app = builder.Build();
        app.UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = TimeSpan.FromSeconds(1),
            KeepAliveTimeout = TimeSpan.FromSeconds(4),
        });
        app.Run(static async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[64];
            while ((await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted)).MessageType
                != WebSocketMessageType.Close)
            {
            }
        });
        await app.StartAsync();
        Console.WriteLine($"listening on {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}

using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Txaio.Samples.Tests;

namespace Txaio.Wamp.Tests.Client;

/// <summary>A WebSocket server that answers each message of a client with the next text of a script, right or wrong.
/// </summary>
internal sealed class ScriptedRouter : IAsyncDisposable
{
    private readonly TaskCompletionSource<string?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _web;
    private readonly string[] _script;

    private ScriptedRouter(string[] script)
    {
        _script = script;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _web = builder.Build();
        _web.UseWebSockets();
        _web.Run(async http =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync("wamp.2.json");
            _ended.TrySetResult(await ServeAsync(socket));
        });
    }

    public Uri Address => new UriBuilder(_web.Urls.First()) { Scheme = "ws" }.Uri;

    /// <summary>The last message of the client, once the client has ended the connection.</summary>
    public Task<string?> EndedAsync() => _ended.Task.WaitAsync(SampleProcess.Patience);

    public static async Task<ScriptedRouter> StartAsync(params string[] script)
    {
        var router = new ScriptedRouter(script);
        await router._web.StartAsync();
        return router;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _web.StopAsync(atOnce.Token);
        await _web.DisposeAsync();
    }

    private async Task<string?> ServeAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        string? last = null;
        try
        {
            for (var i = 0; ; i++)
            {
                var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                    return last;
                last = Encoding.UTF8.GetString(buffer, 0, part.Count);
                if (i < _script.Length)
                {
                    await socket.SendAsync(
                        Encoding.UTF8.GetBytes(_script[i]), WebSocketMessageType.Text, true, CancellationToken.None);
                }
            }
        }
        catch (WebSocketException)
        {
            return last;
        }
    }
}

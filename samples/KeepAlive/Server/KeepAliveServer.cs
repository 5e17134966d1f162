using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>
/// A WebSocket server on Kestrel: each connection is a protocol object on the loop that keeps itself alive, and all
/// connections share one batched timer.
/// </summary>
internal sealed class KeepAliveServer : IAsyncDisposable
{
    /// <summary>
    /// With it the thread that learns of received bytes also receives them, and does not hand over to the pool. .NET
    /// reads this environment variable before the first socket of a process.
    /// </summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    // How long a stopping server waits for requests that are no WebSockets.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(1);

    // How long a request may take to come; Kestrel's own limit is 30 s.
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(5);

    private readonly ActorSystem _system;
    private readonly ITxaio _txaio;
    private readonly IBatchedTimer _timer;
    private readonly Statistics _statistics;
    private readonly Connections _connections;
    private readonly WebApplication _web;
    private long _unnamed;

    private KeepAliveServer(
        ActorSystem system, IBatchedTimer timer, KeepAliveSettings settings, Action<ConnectionEnded>? ended)
    {
        _system = system;
        _txaio = system.Txaio();
        _timer = timer;
        _statistics = new Statistics(ended);
        ConnectionLog = _txaio.MakeLogger<Connection>();
        _connections = new Connections(_txaio, timer, _statistics, settings, ConnectionLog);
        _web = Web();
        _web.Run(HandleAsync);
    }

    /// <summary>Where clients connect to.</summary>
    public Uri Address { get; private set; } = new("ws://127.0.0.1/");

    public ITxaio Txaio => _txaio;

    /// <summary>The log of connections that come and go.</summary>
    public ITxaioLogger ConnectionLog { get; }

    /// <summary>The configured level, as an argument of <c>StartLogging</c>.</summary>
    public string LogLevelName => _txaio.GetGlobalLogLevel().ToString().ToLowerInvariant();

    /// <summary>The timer that all connections share.</summary>
    public IBatchedTimer Timer => _timer;

    /// <summary>Starts a server.</summary>
    /// <param name="settings">The configuration and the times.</param>
    /// <param name="listen">The address; port 0 is any free port.</param>
    /// <param name="ended">Called on the loop for each connection that has ended.</param>
    /// <exception cref="UsageException">Configuration or address cannot be used.</exception>
    public static async Task<KeepAliveServer> StartAsync(
        KeepAliveSettings settings, Uri listen, Action<ConnectionEnded>? ended = null)
    {
        var system = ActorSystem.Create("keepalive", settings.Config);
        try
        {
            var timer = system.Txaio().BatchedTimer(KeepAliveSettings.TimerName);
            var server = new KeepAliveServer(system, timer, settings, ended);
            await server.ListenAsync(listen);
            return server;
        }
        catch (Exception e)
        {
            await system.Terminate();
            throw e switch
            {
                ConfigurationException => new UsageException($"--config {settings.ConfigName}: {e.Message}"),
                IOException or SocketException => new UsageException($"cannot listen on {listen}: {e.Message}"),
                _ => e,
            };
        }
    }

    /// <summary>The server's numbers, read on the loop, which alone reads and writes them.</summary>
    public Task<Snapshot> SnapshotAsync()
    {
        var loop = _txaio.Loop.GetStatistics();
        return _txaio.Loop.RunAsync(() => _statistics.Snapshot(_timer.PendingCalls, loop));
    }

    /// <summary>Takes no more connections, and closes all: with a handshake if the peer takes part in it.</summary>
    public Task CloseConnectionsAsync() =>
        _txaio.Loop.RunAsync(async () => await _connections.CloseAll());

    public async ValueTask DisposeAsync()
    {
        await CloseConnectionsAsync();
        // Only requests remain: a page that is being sent, or an incomplete header.
        using var limit = new CancellationTokenSource(RequestTimeout);
        await _web.StopAsync(limit.Token);
        await _web.DisposeAsync();
        await _system.Terminate();
    }

    private static WebApplication Web()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // Each connection needs a file. Without this bound the process ends when it has no more files.
        var most = Math.Max(1, OpenFiles.Limit - OpenFiles.Reserve);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // Only HTTP/1.1 has the upgrade to a WebSocket.
            kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = most;
            kestrel.Limits.MaxConcurrentUpgradedConnections = most;
        });
        Environment.SetEnvironmentVariable(InlineCompletions, "1");
        builder.WebHost.UseSockets(static sockets =>
        {
            // Kestrel buffers no output: a write ends once the operating system has its bytes. So Connection.EndOutput
            // may follow the write.
            sockets.MaxWriteBufferSize = 1;
            // The loop's thread itself gives the operating system a ping, and the thread that receives posts to the
            // loop. Neither blocks. Otherwise each ping passes four more threads.
            sockets.UnsafePreferInlineScheduling = true;
        });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        // Standard output is for the demo. If the server does not start, the mode that starts it writes the reason.
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            // With this logger ASP.NET keeps a scope and an activity, 400 bytes, for each open connection.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        return builder.Build();
    }

    private async Task ListenAsync(Uri listen)
    {
        var host = listen.IsLoopback && listen.HostNameType == UriHostNameType.Dns ? "localhost" : listen.Host;
        _web.Urls.Add($"http://{host}:{listen.Port}");
        await _web.StartAsync();
        Address = new UriBuilder(_web.Urls.First()) { Scheme = "ws" }.Uri;
    }

    private Task HandleAsync(HttpContext http)
    {
        if (RequestOrigin.Refuses(http.Request) is { } status)
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        if (!Handshake.IsWanted(http.Request))
            return SendPageAsync(http);

        if (Handshake.Refuses(http) is { } refusal)
        {
            Handshake.Refuse(http.Response, refusal);
            return Task.CompletedTask;
        }

        var connection = new Connection(NameOf(http.Request), http, _connections);
        _txaio.Loop.CallSoon(_connections.Add, connection);
        return connection.Released;
    }

    private static Task SendPageAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.SendFileAsync(Path.Combine(AppContext.BaseDirectory, "browser.html"));
    }

    // Request.Query would stay in memory as long as the connection.
    private string NameOf(HttpRequest request) =>
        QueryHelpers.ParseQuery(request.QueryString.Value).TryGetValue("name", out var name)
        && name.ToString() is { Length: > 0 and <= 40 } given
            ? given
            : $"client-{Interlocked.Increment(ref _unnamed)}";

    /// <summary>
    /// The program handles Ctrl+C itself; with the host's handler a second Ctrl+C would not end the program.
    /// </summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

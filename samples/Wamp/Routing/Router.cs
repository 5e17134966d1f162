using System.Net.Sockets;
using Akka;
using Akka.Configuration;
using KeepAlive.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Wamp.Formats;
using Wamp.Sessions;
using Wamp.Transport;

namespace Wamp.Routing;

/// <summary>A WAMP router on Kestrel, with an actor for each WebSocket and a loop for each realm.</summary>
internal sealed class Router : IAsyncDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(1);

    private readonly ActorSystem _system;
    private readonly RouterContext _context;
    private readonly IReadOnlyList<Realm> _realms;
    private readonly IActorRef _router;
    private readonly WebApplication _web;

    private Router(ActorSystem system, RouterSettings settings)
    {
        _system = system;
        var txaio = system.Txaio();
        _context = new RouterContext(txaio, txaio.BatchedTimer("sessions"), settings);
        // A busy realm does not delay another: each has a loop. The loops end with the system.
        _realms = [.. settings.Realms.Select((realm, i) =>
            new Realm(realm.Name, txaio.WithConfig(txaio.NewLoop(RouterSettings.LoopName(i)))))];
        _router = system.ActorOf(Props.Create<RouterActor>(_context, _realms), "router");
        _web = Web(settings);
        PingUpgrade.Use(_web);
        _web.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        _web.Run(HandleAsync);
    }

    /// <summary>The address that clients connect to.</summary>
    public Uri Address { get; private set; } = new("ws://127.0.0.1/");

    public ActorSystem System => _system;

    public ITxaio Txaio => _context.Txaio;

    /// <summary>Starts a router. Port 0 takes any free port.</summary>
    /// <exception cref="UsageException">The configuration is wrong, or the address is not free.</exception>
    public static async Task<Router> StartAsync(Config config, Uri listen)
    {
        ActorSystem? system = null;
        try
        {
            var settings = RouterSettings.Read(config);
            system = ActorSystem.Create("router", config);
            var router = new Router(system, settings);
            router._web.Urls.Add($"http://{(listen.Host == "localhost" ? "127.0.0.1" : listen.Host)}:{listen.Port}");
            await router._web.StartAsync();
            router.Address = new UriBuilder(router._web.Urls.First()) { Scheme = "ws" }.Uri;
            return router;
        }
        catch (Exception e)
        {
            await (system?.Terminate() ?? Task.CompletedTask);
            if (e is ConfigurationException)
                throw new UsageException($"--config: {e.Message.ReplaceLineEndings(" ")}");
            if (e is IOException or SocketException)
                throw new UsageException($"cannot listen on {listen}: {e.Message}");
            throw;
        }
    }

    public Task<int> CountSessionsAsync() =>
        Txaio.Ask<int>(_router, RouterActor.CountSessions.Instance).AsTask();

    public Task<RealmState[]> GetStateAsync() => Task.WhenAll(_realms.Select(static realm => realm.GetStateAsync()));

    /// <summary>Accepts no more sessions, sends GOODBYE to all, and waits until the last has ended.</summary>
    public Task CloseSessionsAsync() => Txaio.Ask<Done>(
        _router, RouterActor.CloseAll.Instance, 3 * _context.Settings.CloseTimeout).AsTask();

    public async ValueTask DisposeAsync()
    {
        await CloseSessionsAsync();
        using var limit = new CancellationTokenSource(RequestTimeout);
        await _web.StopAsync(limit.Token);
        await _web.DisposeAsync();
        await _system.Terminate();
    }

    private static WebApplication Web(RouterSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // The router upgrades to WebSockets by HTTP/1.1 only.
            kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Limits.RequestHeadersTimeout = settings.HelloTimeout;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = settings.MaxSessions;
            kestrel.Limits.MaxConcurrentUpgradedConnections = settings.MaxSessions;
        });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        return builder.Build();
    }

    private async Task HandleAsync(HttpContext http)
    {
        var formats = http.WebSockets.WebSocketRequestedProtocols.Select(WireFormat.Of);
        var format = formats.FirstOrDefault(static format => format is not null);
        if (RequestOrigin.Refuses(http.Request) is { } refusal)
        {
            http.Response.StatusCode = refusal;
        }
        else if (!http.WebSockets.IsWebSocketRequest || format is null)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync("WebSocket with the subprotocol wamp.2.json or wamp.2.msgpack only\n");
        }
        else
        {
            await ServeAsync(http, format);
        }
    }

    private async Task ServeAsync(HttpContext http, WireFormat format)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync(format.Subprotocol);
        var connection = new Connection(
            new WampSocket(socket, format, _context.Settings.Limits), PingUpgrade.StreamOf(http), http.Abort);
        var session = await Txaio.Ask<IActorRef>(_router, new RouterActor.Open(connection));
        if (session.IsNobody())
            http.Abort();
        else
            await connection.RunAsync(Txaio, session, _context.Settings.CloseTimeout);
    }

    /// <summary>Keeps the host from handling Ctrl+C: Program does.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using System.Net.WebSockets;
using Txaio.Actors;
using Wamp.Formats;
using Wamp.Protocol;
using Wamp.Transport;

namespace Wamp.Client;

/// <summary>
/// A session of a WAMP client on an event loop, as in Autobahn. Only code on that loop may use the members. The loop
/// runs all callbacks, one at a time, so the class has no lock.
/// </summary>
internal sealed partial class WampClient
{
    private static readonly Limits Limits = new(
        MessageSize: 16_000_000, OutboxMessages: 100_000, OutboxBytes: 64_000_000);

    private readonly ITxaio _txaio;
    private readonly ClientWebSocket _web;
    private readonly WampSocket _socket;
    private readonly Dictionary<long, IRequest> _requests = [];
    private readonly Dictionary<long, Endpoint> _endpoints = [];
    private readonly Dictionary<long, Action<Payload>> _handlers = [];
    private readonly Dictionary<long, IFuture> _invocations = [];
    private long _lastRequest;
    private Future<string>? _leaving;

    private WampClient(ITxaio txaio, ClientWebSocket web, WireFormat format)
    {
        _txaio = txaio;
        _web = web;
        _socket = new WampSocket(web, format, Limits);
        Closed = txaio.CreateFuture<string>();
    }

    /// <summary>Resolves with the reason of the GOODBYE, or else with the reason why the connection ended.</summary>
    public Future<string> Closed { get; }

    public long Session { get; private set; }

    /// <summary>Connects and joins a realm.</summary>
    /// <exception cref="WampException">The router sent ABORT.</exception>
    public static Task<WampClient> JoinAsync(
        ITxaio txaio, Uri router, string realm, string subprotocol, Credentials? credentials = null) =>
        txaio.Loop.RunAsync(async () =>
        {
            var web = new ClientWebSocket();
            web.Options.AddSubProtocol(subprotocol);
            web.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            await web.ConnectAsync(router, CancellationToken.None);
            var client = new WampClient(txaio, web, WireFormat.Of(subprotocol)!);
            var sending = client._socket.SendAllAsync();
            await client.HandshakeAsync(realm, credentials);
            _ = client.ReceiveAsync(sending);
            return client;
        });

    /// <summary>Sends GOODBYE. The future resolves when the connection has ended.</summary>
    public Future<string> Leave()
    {
        if (_leaving is null)
            Send(new Goodbye(Uris.CloseRealm));
        return _leaving ??= Closed;
    }

    /// <summary>Aborts the connection without a GOODBYE, as a crash would.</summary>
    public void Die() => _web.Abort();

    private async Task HandshakeAsync(string realm, Credentials? credentials)
    {
        Send(new Hello(realm, credentials?.AuthId, [credentials?.Method ?? "anonymous"], new Features(true, true)));
        while (true)
        {
            switch (await _socket.ReceiveAsync())
            {
                case Welcome welcome:
                    Session = welcome.Session;
                    return;
                case Challenge challenge when credentials is not null:
                    Send(new Authenticate(credentials.Answer(challenge)));
                    break;
                case Abort abort:
                    _socket.Outbox.Complete();
                    throw new WampException(abort.Reason, abort.Text ?? "");
                case var other:
                    throw new ProtocolViolationException($"{other?.Name ?? "the end"} instead of WELCOME");
            }
        }
    }

    // Each await resumes on the loop. The next message stays in the socket until this message is handled.
    private async Task ReceiveAsync(Task sending)
    {
        var reason = "the connection was closed";
        try
        {
            while (await _socket.ReceiveAsync() is { } message)
            {
                if (message is Goodbye goodbye)
                {
                    reason = goodbye.Reason;
                    if (_leaving is null)
                        Send(new Goodbye(Uris.GoodbyeAndOut));
                    _socket.Outbox.Complete();
                }
                else
                {
                    On(message);
                }
            }
        }
        catch (Exception e)
        {
            reason = e.Message;
        }

        _socket.Outbox.Complete();
        await sending;
        _web.Dispose();
        End(reason);
    }

    private void End(string reason)
    {
        var gone = new WampException(Uris.Canceled, $"the session has ended: {reason}");
        foreach (var request in _requests.Values)
            request.Fail(gone);
        foreach (var invocation in _invocations.Values)
            _txaio.Cancel(invocation, reason);
        _requests.Clear();
        _txaio.Resolve(Closed, reason);
    }

    private void Send(Message message)
    {
        if (!_socket.Outbox.TryAdd(message))
            throw new InvalidOperationException("The router reads too slowly.");
    }
}

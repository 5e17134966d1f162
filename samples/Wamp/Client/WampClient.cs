using System.Net.WebSockets;
using Wamp.Formats;
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

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly ITxaio _txaio;
    private readonly ClientWebSocket _web = new();
    private readonly WampSocket _socket;
    private readonly Dictionary<long, PendingRequest> _requests = [];
    private readonly Dictionary<IFuture, long> _ids = [];
    private readonly Dictionary<long, Endpoint> _endpoints = [];
    private readonly Dictionary<long, List<Subscription>> _handlers = [];
    private readonly Dictionary<long, IFuture> _invocations = [];
    private long _lastRequest;
    private bool _leaving;

    // Why the session has ended; null while it lasts.
    private WampException? _ended;

    private WampClient(ITxaio txaio, string subprotocol)
    {
        _txaio = txaio;
        _web.Options.AddSubProtocol(subprotocol);
        _web.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        _socket = new WampSocket(_web, WireFormat.Of(subprotocol)!, Limits);
        Closed = txaio.CreateFuture<string>();
    }

    /// <summary>Resolves with the reason of the GOODBYE, or else with the reason why the connection ended.</summary>
    public Future<string> Closed { get; }

    /// <summary>Connects and joins a realm. When this fails, the connection is closed.</summary>
    /// <exception cref="WampException">The router sent ABORT.</exception>
    public static Task<WampClient> JoinAsync(
        ITxaio txaio, Uri router, string realm, string subprotocol, Credentials? credentials = null) =>
        txaio.Loop.RunAsync(async () =>
        {
            var client = new WampClient(txaio, subprotocol);
            var sending = Task.CompletedTask;
            try
            {
                await client._web.ConnectAsync(router, CancellationToken.None);
                sending = client._socket.SendAllAsync();
                await client.HandshakeAsync(realm, credentials);
            }
            catch
            {
                await client.CloseAsync(sending);
                throw;
            }

            // The loop reports a failure of ReceiveAsync that is not a failure of the connection.
            txaio.Loop.CallSoon(() => client.ReceiveAsync(sending));
            return client;
        });

    /// <summary>Sends GOODBYE. The future resolves when the connection has ended.</summary>
    public Future<string> Leave()
    {
        if (!_leaving)
            Send(new Goodbye(Uris.CloseRealm));
        _leaving = true;
        return Closed;
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
                case Welcome:
                    return;
                case Challenge challenge when credentials is not null:
                    Send(new Authenticate(credentials.Answer(challenge)));
                    break;
                case Abort abort:
                    throw new WampException(abort.Reason, abort.Text ?? "");
                case var other:
                    throw new ProtocolViolationException($"{other?.Name ?? "the end"} instead of WELCOME");
            }
        }
    }

    // Each await resumes on the loop. The client posts calls of the application's handlers to the loop: an exception of
    // a handler is reported, and does not end the session.
    private async Task ReceiveAsync(Task sending)
    {
        var reason = "the connection was closed";
        try
        {
            while (await _socket.ReceiveAsync() is { } message)
            {
                switch (message)
                {
                    case Goodbye goodbye:
                        reason = goodbye.Reason;
                        if (!_leaving)
                            Send(new Goodbye(Uris.GoodbyeAndOut));
                        _socket.Outbox.Complete();
                        break;
                    case Abort abort:
                        reason = $"{abort.Reason}: {abort.Text}";
                        _socket.Outbox.Complete();
                        break;
                    default:
                        On(message);
                        break;
                }
            }
        }
        catch (Exception e)
        {
            reason = e.Message;
            if (e is ProtocolViolationException)
                Send(new Abort(Uris.ProtocolViolation, reason));
            else if (!WampSocket.IsLost(e))
                throw;
        }
        finally
        {
            End(reason);
            try
            {
                await CloseAsync(sending);
            }
            finally
            {
                _txaio.Resolve(Closed, reason);
            }
        }
    }

    // Sends the rest of the outbox and a close frame. Aborts the connection when the router does not read them.
    private async Task CloseAsync(Task sending)
    {
        _socket.Outbox.Complete();
        try
        {
            await sending.WaitAsync(CloseTimeout, _txaio.Loop.TimeProvider);
        }
        catch (TimeoutException)
        {
            _web.Abort();
        }

        _web.Dispose();
    }

    private void End(string reason)
    {
        _ended = new WampException(Uris.Canceled, $"the session has ended: {reason}");
        foreach (var request in _requests.Values)
            request.Future.TryReject(_ended);
        foreach (var invocation in _invocations.Values)
            _txaio.Cancel(invocation, reason);
        _requests.Clear();
        _ids.Clear();
    }

    /// <exception cref="InvalidOperationException">The outbox is full.</exception>
    private void Send(Message message)
    {
        if (!_socket.Outbox.TryAdd(message))
            throw new InvalidOperationException("The router reads too slowly.");
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Txaio.Actors.Tests.Shared;

/// <summary>
/// A link that a test can cut. Other nodes reach the node or server behind the proxy only through the proxy.
/// </summary>
internal sealed class LinkProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _connections = new();
    private readonly CancellationTokenSource _ended = new();
    private volatile TaskCompletionSource _open = Opened();
    private volatile Trap? _trap;
    private volatile bool _refuses;

    /// <param name="targetPort">The port of a server; null for a node, which gets a free port.</param>
    public LinkProxy(int? targetPort = null)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        TargetPort = targetPort ?? FreePort();
        _ = Accept();
    }

    /// <summary>The port that other nodes connect to.</summary>
    public int Port { get; }

    /// <summary>The port at which the node or server listens.</summary>
    public int TargetPort { get; }

    /// <summary>The HOCON with which a node listens behind this proxy.</summary>
    public string Hocon => $"akka.remote.dot-netty.tcp {{ port = {TargetPort}, public-port = {Port} }}";

    /// <summary>Holds all bytes back. Neither side notices.</summary>
    public void Silence() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Resets connections, loses the bytes in flight, and refuses new connections.</summary>
    public void Break()
    {
        _refuses = true;
        foreach (var connection in _connections.Keys)
            connection.Close();
    }

    /// <summary>
    /// Breaks the link right behind a text in a request: the server gets the request up to and with the text.
    /// </summary>
    /// <returns>A task that completes when it happens.</returns>
    public Task BreakInRequest(byte[] text) => BreakAt(text, isReply: false);

    /// <summary>Breaks the link at the first reply with a text: the reply is lost.</summary>
    /// <returns>A task that completes when it happens.</returns>
    public Task BreakBeforeReply(byte[] text) => BreakAt(text, isReply: true);

    /// <summary>Lets the link work again, and forwards the bytes that were held back.</summary>
    public void Heal()
    {
        _trap = null;
        _refuses = false;
        _open.TrySetResult();
    }

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Stop();
        Break();
        Heal();
        _ended.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task Accept()
    {
        var ended = _ended.Token;
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync(ended), ended);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient incoming, CancellationToken ended)
    {
        using var outgoing = new TcpClient();
        using (incoming)
        {
            _connections[incoming] = _connections[outgoing] = true;
            try
            {
                if (_refuses)
                    return;
                await outgoing.ConnectAsync(IPAddress.Loopback, TargetPort, ended);
                var (near, far) = (incoming.GetStream(), outgoing.GetStream());
                await Task.WhenAny(Pump(near, far, isReply: false, ended), Pump(far, near, isReply: true, ended));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException
                or ObjectDisposedException or InvalidOperationException)
            {
                // One side has closed; the proxy closes the other side.
            }
            finally
            {
                _connections.TryRemove(incoming, out _);
                _connections.TryRemove(outgoing, out _);
            }
        }
    }

    private Task BreakAt(byte[] text, bool isReply)
    {
        var trap = new Trap(text, isReply);
        _trap = trap;
        return trap.Sprung.Task;
    }

    private async Task Pump(NetworkStream from, NetworkStream to, bool isReply, CancellationToken ended)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, ended) is var count and > 0)
            {
                await _open.Task.WaitAsync(ended);
                if (_trap is { } trap && trap.IsReply == isReply
                    && buffer.AsSpan(0, count).IndexOf(trap.Text) is var at and >= 0)
                {
                    if (!isReply)
                        await to.WriteAsync(buffer.AsMemory(0, at + trap.Text.Length), ended);
                    _trap = null;
                    Break();
                    trap.Sprung.TrySetResult();
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, count), ended);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side has closed.
        }
    }

    private sealed record Trap(byte[] Text, bool IsReply)
    {
        public TaskCompletionSource Sprung { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

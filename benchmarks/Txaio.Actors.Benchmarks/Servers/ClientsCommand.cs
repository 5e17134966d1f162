using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Txaio.Actors.Benchmarks.Servers;

/// <summary>
/// Plain <see cref="ClientWebSocket"/>s in a process of their own, which <see cref="Clients"/> starts. The command
/// reads a line for each request and writes a line for each reply: <c>open N</c> opens connections until N have been
/// opened, and <c>count</c> writes how many are open and how many frames all connections have sent. The clients send
/// nothing but their answers to pings.
/// </summary>
internal static class ClientsCommand
{
    public const string Command = "websocket-clients";

    private const int OpenAtOnce = 64;

    private static int _open;
    private static long _writes;

    public static async Task<int> RunAsync(Uri server)
    {
        using var invoker = new HttpMessageInvoker(
            new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectCallback = ConnectAsync });
        var opened = 0;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["open", var text])
            {
                var wanted = int.Parse(text, CultureInfo.InvariantCulture);
                await Parallel.ForEachAsync(
                    Enumerable.Range(0, wanted - opened),
                    new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce },
                    async (_, cancellation) => await OpenAsync(server, invoker, cancellation));
                opened = wanted;
            }

            Console.WriteLine($"{Volatile.Read(ref _open)} {Interlocked.Read(ref _writes)}");
        }

        return 0;
    }

    private static async Task OpenAsync(Uri server, HttpMessageInvoker invoker, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        // A client that pings by itself would be kept whatever the server does.
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        await socket.ConnectAsync(server, invoker, cancellation);
        Interlocked.Increment(ref _open);
        _ = ReceiveAsync(socket);
    }

    private static async Task ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType
                != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // The server cut the connection, which counts as a connection that is no longer open.
        }

        Interlocked.Decrement(ref _open);
        socket.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new CountedStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Counts the writes: after the request of the handshake, each write is a frame.</summary>
    private sealed class CountedStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _writes);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}

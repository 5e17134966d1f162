using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Txaio.Samples.Tests;

/// <summary>A request whose header does not end.</summary>
internal static class UnendingHeader
{
    /// <summary>Sends the beginning of a request, and waits until the server has ended the connection.</summary>
    /// <param name="address">The server.</param>
    /// <returns>The time that the server took.</returns>
    public static async Task<TimeSpan> SendAsync(Uri address)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port).WaitAsync(SampleProcess.Patience);
        var stream = client.GetStream();
        var clock = Stopwatch.StartNew();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never: "));
        await stream.CopyToAsync(Stream.Null).WaitAsync(SampleProcess.Patience);
        return clock.Elapsed;
    }
}

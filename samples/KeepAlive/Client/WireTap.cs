using System.Diagnostics;
using KeepAlive.Frames;

namespace KeepAlive.Client;

/// <summary>
/// The stream between a client's WebSocket and its TCP connection. It counts pings and pongs, which the WebSocket
/// hides. It also makes a client fall silent: incoming bytes then no longer reach the WebSocket, which therefore sends
/// no answer, while the connection stays open.
/// </summary>
internal sealed class WireTap : PassThroughStream
{
    private readonly FrameReader _incoming;
    private readonly FrameReader _outgoing;
    private HttpHead _request;
    private HttpHead _response;

    // The time at which the client falls silent. The client's main task writes it, the receiving task reads it.
    private long _silentFrom = long.MaxValue;
    private bool _silent;
    private int _pings;
    private int _pongs;

    public WireTap(Stream inner)
        : base(inner)
    {
        _incoming = new FrameReader(masked: false, (opcode, _) =>
        {
            if (opcode == Opcode.Ping && ++_pings > 0 && _silent)
                UnansweredPing ??= _pings;
        });
        _outgoing = new FrameReader(masked: true, (opcode, _) => _pongs += opcode == Opcode.Pong ? 1 : 0);
    }

    /// <summary>How many pings were answered, without pings after a close frame.</summary>
    public int Answered => _pongs;

    /// <summary>The first ping that came when the client was silent, counted from 1.</summary>
    public int? UnansweredPing { get; private set; }

    /// <summary>Passes on no more bytes from that time of <c>Stopwatch.GetTimestamp()</c> on.</summary>
    public void FallSilentAt(long timestamp) => Volatile.Write(ref _silentFrom, timestamp);

    /// <summary>Passes on all bytes again.</summary>
    public void Wake() => FallSilentAt(long.MaxValue);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var count = await Inner.ReadAsync(buffer, cancellationToken);
            // With half a frame, the WebSocket could not continue after Wake.
            if (_incoming.IsBetweenFrames)
                _silent = Stopwatch.GetTimestamp() >= Volatile.Read(ref _silentFrom);
            _incoming.Read(_response.Skip(buffer.Span[..count]));
            if (count == 0 || !_silent)
                return count;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _outgoing.Read(_request.Skip(buffer.Span));
        return Inner.WriteAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Finds the end of the HTTP request or response before the frames.</summary>
    private struct HttpHead
    {
        private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

        private int _matched;

        public ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes)
        {
            for (; _matched < End.Length && !bytes.IsEmpty; bytes = bytes[1..])
                _matched = bytes[0] == End[_matched] ? _matched + 1 : bytes[0] == End[0] ? 1 : 0;
            return bytes;
        }
    }
}

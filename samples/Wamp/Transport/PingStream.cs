using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using KeepAlive.Frames;

namespace Wamp.Transport;

/// <summary>Called for incoming frames, on the reading thread and between two reads.</summary>
internal interface IFrameObserver
{
    /// <summary>A pong has come.</summary>
    void Pong(ReadOnlySpan<byte> payload);

    /// <summary>A part of a data frame has come, or a control frame of any kind.</summary>
    void Traffic();
}

/// <summary>
/// The stream between a server's WebSocket and its connection, since a WebSocket of .NET hides ping frames. It writes
/// pings between the frames of the WebSocket, and checks incoming frames. It passes on no frame that breaks the
/// protocol: the WebSocket then fails, and <see cref="CloseAsync"/> can still tell the peer the reason.
/// </summary>
internal sealed class PingStream : PassThroughStream
{
    private const int DrainBufferSize = 4096;

    private readonly FrameReader _incoming;
    private readonly FrameReader _outgoing = new(masked: false);

    // The right to write. The WebSocket holds it from the first byte of a frame to the last. The WebSocket writes one
    // frame at a time, and only its writes use _inFrame.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _inFrame;

    // Only the writer that holds the turn reads and writes these fields.
    private bool _closed;
    private bool _failed;
    private byte[] _control = [];

    public PingStream(Stream inner)
        : base(inner) =>
        _incoming = new FrameReader(masked: true, (opcode, payload) =>
        {
            if (opcode == Opcode.Pong)
                Observer?.Pong(payload);
        });

    /// <summary>The observer of incoming frames; set before the WebSocket receives.</summary>
    public IFrameObserver? Observer { get; set; }

    /// <summary>
    /// The peer's violation, or null. The WebSocket finds a text that is not UTF-8, this stream does not.
    /// </summary>
    public ProtocolViolation? Violation => _incoming.Violation;

    // Reads that wait use the same objects again, as in the streams above and below.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Violation is null ? await Inner.ReadAsync(buffer, cancellationToken) : 0;
        var signs = _incoming.Signs;
        var good = _incoming.Read(buffer.Span[..count]);
        if (_incoming.Signs != signs)
            Observer?.Traffic();
        // The frames before a violation are passed on first.
        return Violation is { } violation && good == 0
            ? throw new WebSocketException(WebSocketError.Faulted, violation.Reason)
            : good;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_inFrame)
            await _turn.WaitAsync(cancellationToken);
        try
        {
            // Nothing may follow a close frame.
            if (_closed)
                return;
            _outgoing.Read(buffer.Span);
            _inFrame = !_outgoing.IsBetweenFrames;
            _closed = _outgoing.IsClosed;
            await Inner.WriteAsync(buffer, cancellationToken);
        }
        catch
        {
            _inFrame = false;
            _failed = true;
            throw;
        }
        finally
        {
            if (!_inFrame)
                _turn.Release();
        }
    }

    /// <summary>Writes a ping frame after the frame that is being written; writes none after a close frame.</summary>
    /// <param name="payload">Must not change until the task has ended.</param>
    public Task PingAsync(ReadOnlyMemory<byte> payload) => WriteControlAsync(Opcode.Ping, payload);

    /// <summary>Writes a close frame, unless one has been written. For use after the WebSocket has failed.</summary>
    public Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        var payload = new byte[sizeof(ushort) + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)status);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(sizeof(ushort)));
        return WriteControlAsync(Opcode.Close, payload);
    }

    /// <summary>Reads and drops all further bytes until the peer ends its side.</summary>
    public async Task DrainAsync()
    {
        var buffer = new byte[DrainBufferSize];
        while (await Inner.ReadAsync(buffer) > 0)
        {
        }
    }

    private async Task WriteControlAsync(int opcode, ReadOnlyMemory<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, Opcode.MaxControlPayload);
        await _turn.WaitAsync();
        try
        {
            if (_failed)
                throw new IOException("The connection has failed: a frame could not be written.");
            if (_closed)
                return;
            _closed = opcode == Opcode.Close;
            await Inner.WriteAsync(ControlFrame(opcode, payload.Span));
            await Inner.FlushAsync();
        }
        catch
        {
            _failed = true;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    // All pings of a connection have the same length, so they use the same array.
    private ReadOnlyMemory<byte> ControlFrame(int opcode, ReadOnlySpan<byte> payload)
    {
        var length = 2 + payload.Length;
        if (_control.Length < length)
            _control = new byte[length];
        _control[0] = (byte)(0x80 | opcode);
        _control[1] = (byte)payload.Length;
        payload.CopyTo(_control.AsSpan(2));
        return _control.AsMemory(0, length);
    }
}

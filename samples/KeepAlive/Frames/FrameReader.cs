using System.Buffers.Binary;
using System.Net.WebSockets;

namespace KeepAlive.Frames;

/// <summary>
/// Reads the frames of RFC 6455 in one direction of a connection; the bytes may come in any pieces. The reader keeps
/// the header and the payload of one control frame, never data.
/// </summary>
/// <param name="masked">
/// True for the frames of a client, which must be masked; false for a server's, which must not.
/// </param>
/// <param name="onControlFrame">Called with opcode and payload of each close, ping and pong.</param>
/// <param name="checksTexts">Whether a text that is not UTF-8 is a violation.</param>
internal sealed class FrameReader(
    bool masked, Action<int, ReadOnlySpan<byte>>? onControlFrame = null, bool checksTexts = false)
{
    private const int MaskLength = 4;
    private const int UnmaskedAtOnce = 512;

    private readonly byte[] _header = new byte[2 + sizeof(ulong) + MaskLength];
    private byte[] _control = [];
    private int _headerRead;
    private bool _inPayload;
    private long _payloadLength;
    private long _payloadRead;
    private bool _inMessage;
    private bool _inText;

    // Made for the first text, since most connections send none.
    private TextCheck? _texts;

    /// <summary>Whether the last byte was the last of its frame.</summary>
    public bool IsBetweenFrames => _headerRead == 0;

    /// <summary>Whether a close frame has come. The reader ignores the bytes after it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The first violation; the reader reads no bytes after it.</summary>
    public ProtocolViolation? Violation { get; private set; }

    /// <summary>
    /// The number of signs of life: grows with each part of a data frame and with each whole control frame.
    /// </summary>
    public long Signs { get; private set; }

    private int Op => _header[0] & 0x0F;

    private bool IsFinal => (_header[0] & 0x80) != 0;

    private int LengthCode => _header[1] & 0x7F;

    // Bytes of the length after the second byte of the header.
    private int LengthSize => LengthCode switch { 126 => sizeof(ushort), 127 => sizeof(ulong), _ => 0 };

    private int HeaderLength => 2 + LengthSize + (masked ? MaskLength : 0);

    /// <summary>Reads the next bytes.</summary>
    /// <returns>How many bytes are in order; less than all when a violation was found.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (read < bytes.Length && Violation is null)
        {
            if (IsClosed)
                return bytes.Length;
            read += _inPayload ? ReadPayload(bytes[read..]) : ReadHeader(bytes[read]);
        }

        return read;
    }

    private int ReadHeader(byte next)
    {
        _header[_headerRead++] = next;
        Violation = _headerRead switch
        {
            1 => CheckFirstByte(),
            2 => CheckSecondByte(),
            _ when _headerRead == 2 + LengthSize => CheckLength(),
            _ => null,
        };
        if (Violation is not null)
            return 0;
        if (_headerRead > 1 && _headerRead == HeaderLength)
            BeginPayload();
        // An empty last part can end a text inside a character.
        return Violation is null ? 1 : 0;
    }

    private ProtocolViolation? CheckFirstByte()
    {
        if ((_header[0] & 0x70) != 0)
            return ProtocolViolation.Error("a frame with reserved bits set");
        return Op switch
        {
            Opcode.Continuation when !_inMessage => ProtocolViolation.Error("a continuation of no message"),
            Opcode.Continuation => null,
            Opcode.Text or Opcode.Binary when _inMessage => ProtocolViolation.Error("a message inside another"),
            Opcode.Text or Opcode.Binary => null,
            Opcode.Close or Opcode.Ping or Opcode.Pong when !IsFinal =>
                ProtocolViolation.Error("a fragmented control frame"),
            Opcode.Close or Opcode.Ping or Opcode.Pong => null,
            _ => ProtocolViolation.Error($"opcode {Op}"),
        };
    }

    private ProtocolViolation? CheckSecondByte()
    {
        if ((_header[1] & 0x80) != 0 != masked)
            return ProtocolViolation.Error(masked ? "a frame that is not masked" : "a masked frame");
        return Opcode.IsControl(Op) && LengthCode > Opcode.MaxControlPayload
            ? ProtocolViolation.Error("a control frame of more than 125 bytes")
            : null;
    }

    private ProtocolViolation? CheckLength() => ReadLength() switch
    {
        < 0 => ProtocolViolation.Error("a length of more than 63 bits"),
        < 126 => ProtocolViolation.Error("a length in more bytes than it needs"),
        <= ushort.MaxValue when LengthCode == 127 => ProtocolViolation.Error("a length in more bytes than it needs"),
        _ => null,
    };

    private long ReadLength() => LengthCode switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
        127 => BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(2)),
        var length => length,
    };

    private void BeginPayload()
    {
        _inPayload = true;
        _payloadLength = ReadLength();
        _payloadRead = 0;
        if (!Opcode.IsControl(Op))
        {
            _inMessage = !IsFinal;
            if (Op != Opcode.Continuation)
                _inText = checksTexts && Op == Opcode.Text;
            Signs++;
        }

        // Most connections need only the few bytes of a pong.
        if (Opcode.IsControl(Op) && _control.Length < _payloadLength)
            _control = new byte[_payloadLength];
        if (_payloadLength == 0)
            EndFrame();
    }

    private int ReadPayload(ReadOnlySpan<byte> bytes)
    {
        var part = bytes[..(int)Math.Min(bytes.Length, _payloadLength - _payloadRead)];
        if (Opcode.IsControl(Op))
            KeepControl(part);
        else
            ReadData(part);
        _payloadRead += part.Length;
        if (_payloadRead == _payloadLength && Violation is null)
            EndFrame();
        // The last byte of a violating frame does not count, so the frame is not passed on.
        return Violation is null ? part.Length : part.Length - 1;
    }

    private void KeepControl(ReadOnlySpan<byte> part) =>
        Unmask(part, _payloadRead, _control.AsSpan((int)_payloadRead));

    private void ReadData(ReadOnlySpan<byte> part)
    {
        Signs++;
        if (!_inText)
            return;
        _texts ??= new TextCheck();
        Span<byte> text = stackalloc byte[UnmaskedAtOnce];
        for (var at = 0; at < part.Length && Violation is null; at += UnmaskedAtOnce)
        {
            var some = part[at..Math.Min(at + UnmaskedAtOnce, part.Length)];
            Unmask(some, _payloadRead + at, text);
            CheckText(text[..some.Length], isEnd: false);
        }
    }

    private void CheckText(ReadOnlySpan<byte> text, bool isEnd)
    {
        if (_texts?.Accepts(text, isEnd) == false)
            Violation = new(WebSocketCloseStatus.InvalidPayloadData, "a text that is not UTF-8");
    }

    // The mask is the last part of the header.
    private void Unmask(ReadOnlySpan<byte> part, long at, Span<byte> unmasked)
    {
        if (!masked)
        {
            part.CopyTo(unmasked);
            return;
        }

        var mask = _header.AsSpan(HeaderLength - MaskLength, MaskLength);
        for (var i = 0; i < part.Length; i++)
            unmasked[i] = (byte)(part[i] ^ mask[(int)((at + i) % MaskLength)]);
    }

    private void EndFrame()
    {
        _inPayload = false;
        _headerRead = 0;
        if (!Opcode.IsControl(Op))
        {
            if (_inText && IsFinal)
                CheckText([], isEnd: true);
            return;
        }

        var payload = _control.AsSpan(0, (int)_payloadLength);
        if (Op == Opcode.Close)
        {
            Violation = ProtocolViolation.OfClose(payload);
            if (Violation is not null)
                return;
            IsClosed = true;
        }

        Signs++;
        onControlFrame?.Invoke(Op, payload);
    }
}

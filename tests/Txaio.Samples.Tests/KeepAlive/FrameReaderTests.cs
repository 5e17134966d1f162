using System.Net.WebSockets;
using System.Text;
using System.Text.Unicode;
using CsCheck;
using KeepAlive.Frames;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>The reader of frames: any frames, in any pieces, and any bytes at all.</summary>
public sealed class FrameReaderTests
{
    // The lengths at which the form of the header changes, and some between.
    private static readonly Gen<int> Length = Gen.OneOf(
        Gen.Const(0), Gen.Int[1, 124], Gen.Const(125), Gen.Const(126), Gen.Int[127, 1000], Gen.Const(65_535), Gen.Const(65_536));

    private static readonly Gen<byte[]> ControlPayload = Gen.Byte.Array[0, 125];

    // A message in one to four parts with control frames between them.
    private static readonly Gen<List<Sent>> Message =
        from opcode in Gen.Int[1, 2]
        from lengths in Length.Array[1, 4]
        from between in Gen.Select(Gen.Int[9, 10], ControlPayload).Array[0, 3]
        select Interleave(opcode, lengths, between);

    private static readonly Gen<List<Sent>> Messages =
        Message.List[0, 4].Select(static messages => messages.SelectMany(static message => message).ToList());

    private static readonly Gen<int[]> Pieces = Gen.OneOf(Gen.Int[1, 3], Gen.Int[1, 200], Gen.Int[1, 100_000]).Array[1, 20];

    [Fact]
    public void Any_frames_in_any_pieces_are_followed() => Gen.Select(Messages, Gen.Bool, Pieces).Sample(
        (frames, masked, pieces) =>
        {
            var seen = new List<Sent>();
            var reader = new FrameReader(masked, (opcode, payload) => seen.Add(new Sent(opcode, payload.ToArray(), true)));
            byte[] bytes = [.. frames.SelectMany(frame => frame.Bytes(masked))];

            var read = Feed(reader, bytes, pieces);

            Assert.Null(reader.Violation);
            Assert.Equal(bytes.Length, read);
            Assert.True(reader.IsBetweenFrames);
            Assert.Equal(
                frames.Where(static frame => frame.Opcode > 7).Select(static frame => frame.ToString()),
                seen.Select(static frame => frame.ToString()));
        },
        iter: 500);

    [Fact]
    public void End_of_each_frame_is_seen_once() => Gen.Select(Messages, Pieces).Sample(
        (frames, pieces) =>
        {
            var reader = new FrameReader(masked: true);
            foreach (var frame in frames)
            {
                var bytes = frame.Bytes(masked: true);
                Feed(reader, bytes[..^1], pieces);
                Assert.False(reader.IsBetweenFrames);
                reader.Read(bytes.AsSpan(^1));
                Assert.True(reader.IsBetweenFrames);
            }
        },
        iter: 200);

    [Fact]
    public void Any_bytes_are_read_or_refused_and_the_pieces_do_not_matter() => Gen.Select(
        Gen.Byte.Array[0, 400], Gen.Bool, Pieces).Sample(
        (bytes, masked, pieces) =>
        {
            var whole = new FrameReader(masked);
            var parts = new FrameReader(masked);

            var readWhole = whole.Read(bytes);
            var readParts = Feed(parts, bytes, pieces);

            Assert.Equal(readWhole, readParts);
            Assert.Equal(whole.Violation, parts.Violation);
            Assert.Equal((whole.IsClosed, whole.IsBetweenFrames), (parts.IsClosed, parts.IsBetweenFrames));
            Assert.Equal(whole.Violation is not null, readWhole < bytes.Length);
        },
        iter: 20_000);

    [Fact]
    public void Frames_before_a_violation_are_in_order_and_the_violation_is_found_in_any_pieces() => Gen.Select(
        Messages, Gen.Int[0, Mistakes.Length - 1].Select(static i => Mistakes[i]), Pieces).Sample(
        (frames, mistake, pieces) =>
        {
            byte[] good = [.. frames.SelectMany(static frame => frame.Bytes(masked: true))];
            var bad = Convert.FromHexString(mistake.Replace(" ", "", StringComparison.Ordinal));
            var reader = new FrameReader(masked: true);

            var read = Feed(reader, [.. good, .. bad, 1, 2, 3], pieces);

            Assert.InRange(read, good.Length, good.Length + bad.Length - 1);
            Assert.Equal(WebSocketCloseStatus.ProtocolError, reader.Violation!.Status);
        },
        iter: 500);

    [Fact]
    public void Nothing_after_a_close_frame_is_looked_at()
    {
        var reader = new FrameReader(masked: true);
        byte[] close = [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8];

        Assert.Equal(close.Length, reader.Read(close));
        var signs = reader.Signs;
        Assert.Equal(3, reader.Read([0xFF, 0xFF, 0xFF]));

        Assert.True(reader.IsClosed);
        Assert.Null(reader.Violation);
        Assert.Equal(signs, reader.Signs);
    }

    [Fact]
    public void Parts_of_data_frames_and_whole_control_frames_count_as_traffic()
    {
        var reader = new FrameReader(masked: false);

        // Half a pong is no traffic yet: it may be the awaited pong.
        reader.Read([0x8A, 0x02, 0x01]);
        Assert.Equal(0, reader.Signs);
        reader.Read([0x02]);
        Assert.Equal(1, reader.Signs);
        reader.Read([0x82]);
        Assert.Equal(1, reader.Signs);
        reader.Read([0x7F, 0, 0, 0, 1, 0, 0, 0, 0]);
        Assert.Equal(2, reader.Signs);
        reader.Read(new byte[1000]);
        Assert.Equal(3, reader.Signs);
    }

    [Fact]
    public void Text_in_any_frames_and_pieces_is_in_order_if_it_is_UTF8() => Gen.Select(
        TextBytes, Gen.Int[0, 40].Array[0, 4], Gen.Bool, Pieces).Sample(
        (text, cuts, masked, pieces) =>
        {
            var reader = new FrameReader(masked, checksTexts: true);
            byte[] bytes = [.. FramesOf(text, cuts).SelectMany(frame => frame.Bytes(masked))];

            var read = Feed(reader, bytes, pieces);

            var isText = Utf8.IsValid(text);
            Assert.Equal((isText, isText), (reader.Violation is null, read == bytes.Length));
            if (!isText)
                Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, reader.Violation!.Status);
        },
        iter: 5_000);

    [Fact]
    public void Binary_message_after_a_text_may_have_any_bytes()
    {
        var reader = new FrameReader(masked: false, checksTexts: true);

        reader.Read([0x81, 0x02, 0xC3, 0xA4, 0x82, 0x01, 0xFF, 0x81, 0x01, 0x41, 0x02, 0x01, 0xC3, 0x80, 0x01, 0x28]);
        Assert.Null(reader.Violation);
        reader.Read([0x81, 0x01, 0xFF]);

        Assert.Equal("a text that is not UTF-8", reader.Violation?.Reason);
    }

    private static readonly string[] Characters = ["a", "\u00e4", "\u20ac", "\ud83d\ude00", new('x', 700)];

    // Whole characters of one to four bytes, and in half of the cases one byte that may be wrong.
    private static readonly Gen<byte[]> TextBytes =
        from text in Gen.Int[0, Characters.Length - 1].Select(static i => Characters[i]).Array[0, 12]
        from broken in Gen.Bool
        from at in Gen.Int[0, 10]
        from wrong in Gen.Byte
        select Broken(Encoding.UTF8.GetBytes(string.Concat(text)), broken ? at : int.MaxValue, wrong);

    private static byte[] Broken(byte[] text, int at, byte wrong) =>
        at < text.Length ? [.. text[..at], wrong, .. text[(at + 1)..]] : text;

    private static List<Sent> FramesOf(byte[] text, int[] cuts)
    {
        var bounds = cuts.Select(cut => Math.Min(cut, text.Length)).Order().Prepend(0).Append(text.Length).ToArray();
        return [.. bounds.Zip(bounds.Skip(1)).Select((part, i) => new Sent(
            i == 0 ? Opcode.Text : Opcode.Continuation, text[part.First..part.Second], i == bounds.Length - 2))];
    }

    // Each is a violation at any place between two messages, and is found without the bytes that would follow.
    private static readonly string[] Mistakes =
    [
        "81 00", "C1", "A1", "91", "83", "84", "87", "8B", "8F", "80", "00", "09", "0A", "08",
        "89 FE", "8A FF", "88 FE", "82 FE 00 7D", "82 FF 00 00 00 00 00 00 FF FF", "82 FF 80 00 00 00 00 00 00 00",
        "88 81 00 00 00 00 03", "88 82 00 00 00 00 03 E7", "88 82 00 00 00 00 03 ED", "88 82 00 00 00 00 13 88",
    ];

    private static int Feed(FrameReader reader, ReadOnlySpan<byte> bytes, int[] pieces)
    {
        var read = 0;
        for (var i = 0; read < bytes.Length; i++)
        {
            var piece = bytes.Slice(read, Math.Min(pieces[i % pieces.Length], bytes.Length - read));
            var good = reader.Read(piece);
            read += good;
            if (good < piece.Length)
                break;
        }

        return read;
    }

    private static List<Sent> Interleave(int opcode, int[] lengths, (int Opcode, byte[] Payload)[] between)
    {
        var frames = new List<Sent>();
        for (var i = 0; i < lengths.Length; i++)
        {
            var payload = new byte[lengths[i]];
            new Random(lengths[i]).NextBytes(payload);
            frames.Add(new Sent(i == 0 ? opcode : 0, payload, i == lengths.Length - 1));
            if (i < between.Length)
                frames.Add(new Sent(between[i].Opcode, between[i].Payload, true));
        }

        return frames;
    }

    private sealed record Sent(int Opcode, byte[] Payload, bool Final)
    {
        public byte[] Bytes(bool masked) => masked ? RawClient.Frame(Opcode, Payload, Final) : Unmasked();

        public override string ToString() => $"{Opcode} {Convert.ToHexString(Payload)}";

        private byte[] Unmasked()
        {
            // The masked form without its mask.
            var frame = RawClient.Frame(Opcode, new byte[Payload.Length], Final);
            var header = frame[..^(Payload.Length + 4)];
            header[1] &= 0x7F;
            return [.. header, .. Payload];
        }
    }
}

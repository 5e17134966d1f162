using System.Buffers;
using System.Net.WebSockets;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wamp.Formats;

/// <summary>The subprotocol <c>wamp.2.json</c>.</summary>
internal sealed class JsonFormat : WireFormat
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth };

    // Peers read JSON, not HTML: the writer does not escape HTML's special characters.
    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public override string Subprotocol => "wamp.2.json";

    public override WebSocketMessageType Frames => WebSocketMessageType.Text;

    public override Message Read(ReadOnlySpan<byte> bytes) => MessageReader.Read(Parse(bytes));

    public override void Write(IBufferWriter<byte> output, Message message)
    {
        using var json = new Utf8JsonWriter(output, Writing);
        MessageWriter.Write(json, message);
    }

    private static JsonElement Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonElement.Parse(bytes, Reading);
        }
        catch (JsonException e)
        {
            throw new ProtocolViolationException(
                $"no JSON, or deeper than {MaxDepth}, at byte {e.BytePositionInLine} of line {e.LineNumber}");
        }
    }
}

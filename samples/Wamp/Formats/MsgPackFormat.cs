using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using MessagePack;

namespace Wamp.Formats;

/// <summary>
/// The subprotocol <c>wamp.2.msgpack</c>. Each message is converted to or from JSON: both formats share one reader
/// with its checks, and peers of different formats can exchange arguments. WAMP's rule for bytes in JSON is a NUL and
/// base64.
/// </summary>
internal sealed class MsgPackFormat : WireFormat
{
    private static readonly JsonFormat Json = new();

    public override string Subprotocol => "wamp.2.msgpack";

    public override WebSocketMessageType Frames => WebSocketMessageType.Binary;

    public override Message Read(ReadOnlySpan<byte> bytes)
    {
        var output = new ArrayBufferWriter<byte>(bytes.Length + 16);
        try
        {
            var reader = new MessagePackReader(bytes.ToArray());
            using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true }))
                ToJson(ref reader, json, depth: 0);
            if (!reader.End)
                throw new ProtocolViolationException("bytes follow the message");
        }
        catch (Exception e) when (e is not ProtocolViolationException)
        {
            // MessagePack throws exceptions of several types, for missing bytes or a length out of range.
            throw new ProtocolViolationException("no MessagePack");
        }

        return Json.Read(output.WrittenSpan);
    }

    public override void Write(IBufferWriter<byte> output, Message message)
    {
        var json = new ArrayBufferWriter<byte>();
        Json.Write(json, message);
        var writer = new MessagePackWriter(output);
        FromJson(JsonElement.Parse(json.WrittenSpan), ref writer);
        writer.Flush();
    }

    private static void ToJson(ref MessagePackReader reader, Utf8JsonWriter json, int depth)
    {
        if (depth > MaxDepth)
            throw new ProtocolViolationException($"deeper than {MaxDepth}");
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                json.WriteStartArray();
                for (var left = reader.ReadArrayHeader(); left > 0; left--)
                    ToJson(ref reader, json, depth + 1);
                json.WriteEndArray();
                break;
            case MessagePackType.Map:
                json.WriteStartObject();
                for (var left = reader.ReadMapHeader(); left > 0; left--)
                {
                    json.WritePropertyName(reader.NextMessagePackType == MessagePackType.String
                        ? reader.ReadString()!
                        : throw new ProtocolViolationException("a key of a dictionary must be a string"));
                    ToJson(ref reader, json, depth + 1);
                }

                json.WriteEndObject();
                break;
            default:
                ScalarToJson(ref reader, json);
                break;
        }
    }

    private static void ScalarToJson(ref MessagePackReader reader, Utf8JsonWriter json)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64:
                json.WriteNumberValue(reader.ReadUInt64());
                break;
            case MessagePackType.Integer:
                json.WriteNumberValue(reader.ReadInt64());
                break;
            case MessagePackType.Float when reader.ReadDouble() is var number && double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case MessagePackType.Float:
                // JSON has no infinity and no NaN; JavaScript writes null for them, too.
                json.WriteNullValue();
                break;
            case MessagePackType.Boolean:
                json.WriteBooleanValue(reader.ReadBoolean());
                break;
            case MessagePackType.String:
                json.WriteStringValue(reader.ReadString());
                break;
            case MessagePackType.Binary:
                json.WriteStringValue("\0" + Convert.ToBase64String((reader.ReadBytes() ?? default).ToArray()));
                break;
            case MessagePackType.Nil:
                reader.ReadNil();
                json.WriteNullValue();
                break;
            default:
                throw new ProtocolViolationException("a type of MessagePack that WAMP does not have");
        }
    }

    private static void FromJson(JsonElement json, ref MessagePackWriter writer)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Array:
                writer.WriteArrayHeader(json.GetArrayLength());
                foreach (var item in json.EnumerateArray())
                    FromJson(item, ref writer);
                break;
            case JsonValueKind.Object:
                writer.WriteMapHeader(json.GetPropertyCount());
                foreach (var member in json.EnumerateObject())
                {
                    writer.Write(JsonText.Of(member));
                    FromJson(member.Value, ref writer);
                }

                break;
            case JsonValueKind.String when JsonText.Of(json) is var text:
                if (JsonText.Bytes(text) is { } bytes)
                    writer.Write(bytes);
                else
                    writer.Write(text);
                break;
            case JsonValueKind.Number when json.TryGetInt64(out var whole):
                writer.Write(whole);
                break;
            case JsonValueKind.Number when json.TryGetUInt64(out var large):
                writer.Write(large);
                break;
            case JsonValueKind.Number:
                writer.Write(json.GetDouble());
                break;
            case JsonValueKind.Null:
                writer.WriteNil();
                break;
            default:
                writer.Write(json.GetBoolean());
                break;
        }
    }
}

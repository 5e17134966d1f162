using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Wamp.Formats;

/// <summary>Texts that lie in the JSON of a peer, for another peer's format.</summary>
internal static class JsonText
{
    /// <summary>The text; as the peer wrote it, with its escapes, where it has half of a surrogate pair.</summary>
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText()[1..^1];
        }
    }

    /// <summary>The name, by the same rule.</summary>
    public static string Of(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member));
        }
    }

    /// <summary>The bytes that WAMP writes as a text in JSON: base64 behind a NUL. Null for any other text.</summary>
    public static byte[]? Bytes(string text)
    {
        if (!text.StartsWith('\0'))
            return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64Chars(text.AsSpan(1), bytes, out var count) ? bytes[..count] : null;
    }
}

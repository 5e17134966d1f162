using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Wamp.Formats;

/// <summary>Converts texts in a peer's JSON to the format of another peer.</summary>
internal static class JsonText
{
    /// <summary>The text. A text with half of a surrogate pair keeps the escapes that the peer wrote.</summary>
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

    /// <summary>The name of a member, by the same rule.</summary>
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

    /// <summary>Decodes bytes, which WAMP writes in JSON as a NUL and base64. Null for any other text.</summary>
    public static byte[]? Bytes(string text)
    {
        if (!text.StartsWith('\0'))
            return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64Chars(text.AsSpan(1), bytes, out var count) ? bytes[..count] : null;
    }
}

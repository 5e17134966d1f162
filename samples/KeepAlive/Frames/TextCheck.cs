using System.Text;

namespace KeepAlive.Frames;

/// <summary>Checks that texts are UTF-8. A text may come in any parts, also with half a character at an end.</summary>
internal sealed class TextCheck
{
    private const int PartSize = 256;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Decoder _decoder = Strict.GetDecoder();

    /// <summary>Whether the next part is in order.</summary>
    /// <param name="part">The next bytes of the text.</param>
    /// <param name="isEnd">Whether the text ends here. The next part then begins another text.</param>
    public bool Accepts(ReadOnlySpan<byte> part, bool isEnd)
    {
        Span<char> decoded = stackalloc char[PartSize];
        try
        {
            bool completed;
            do
            {
                _decoder.Convert(part, decoded, isEnd, out var used, out _, out completed);
                part = part[used..];
            }
            while (!completed);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

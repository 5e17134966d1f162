using System.Buffers.Text;
using System.Security.Cryptography;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// Names of promises: 128 bits from a cryptographic generator. With a name that can be guessed, or that repeats after a
/// restart, a stray reply could complete the wrong promise.
/// </summary>
internal static class PromiseName
{
    private const int Bytes = 16;

    // Names that are drawn at once. A draw of many names costs as much as a draw of one name: a microsecond, which
    // would slow a remote Ask.
    private const int Drawn = 32;

    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _used;

    /// <summary>Returns a name that was never used before and cannot be predicted.</summary>
    public static string Next()
    {
        if (_drawn is not { } drawn || _used == drawn.Length)
        {
            drawn = _drawn ??= new byte[Drawn * Bytes];
            RandomNumberGenerator.Fill(drawn);
            _used = 0;
        }

        var bits = drawn.AsSpan(_used, Bytes);
        _used += Bytes;
        var name = Base64Url.EncodeToString(bits);
        bits.Clear();
        return name;
    }
}

namespace KeepAlive.Frames;

/// <summary>The kinds of frames that RFC 6455 knows (section 5.2).</summary>
internal static class Opcode
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    /// <summary>The most that a close, ping or pong may carry, in bytes.</summary>
    public const int MaxControlPayload = 125;

    /// <summary>Close, ping and pong, and the kinds that are reserved for more of that sort.</summary>
    public static bool IsControl(int opcode) => opcode >= Close;
}

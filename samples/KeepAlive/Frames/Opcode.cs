namespace KeepAlive.Frames;

/// <summary>The opcodes of RFC 6455, section 5.2.</summary>
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

    /// <summary>Close, ping and pong, and the opcodes that are reserved for further control frames.</summary>
    public static bool IsControl(int opcode) => opcode >= Close;
}

namespace Txaio.Actors.Cluster.Clients;

/// <summary>Times of the wire: milliseconds since 1970. Another node may send any number.</summary>
internal static class WireTime
{
    private static readonly long Least = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Most = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Whether the number is a time.</summary>
    public static bool IsTime(long milliseconds) => milliseconds >= Least && milliseconds <= Most;

    /// <summary>The time, or the nearest that can be written.</summary>
    public static DateTimeOffset Of(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Least, Most));
}

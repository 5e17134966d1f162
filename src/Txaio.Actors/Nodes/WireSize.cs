namespace Txaio.Actors;

/// <summary>The size of a message on the wire, in bytes. It does not take part in the equality of messages.</summary>
internal readonly struct WireSize(int bytes) : IEquatable<WireSize>
{
    // Akka's largest frame by default.
    private const int Unknown = 128_000;

    /// <summary>The bytes; for a message that no serializer of ours has read, as much as may come at once.</summary>
    public int Bytes => bytes > 0 ? bytes : Unknown;

    public bool Equals(WireSize other) => true;

    public override bool Equals(object? obj) => obj is WireSize;

    public override int GetHashCode() => 0;
}

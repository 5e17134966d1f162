using System.Runtime.InteropServices;

namespace Txaio.Actors.Threading;

/// <summary>
/// A counter with cache lines of its own. One thread writes it all the time, and other threads work on the fields
/// beside it: without room around the counter, each write would take their cache line away.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * Room)]
internal struct PaddedCounter
{
    /// <summary>The room on either side: two lines of 64 bytes, because processors fetch lines in pairs.</summary>
    public const int Room = 128;

    [FieldOffset(Room)]
    public long Value;
}

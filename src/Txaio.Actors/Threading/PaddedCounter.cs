using System.Runtime.InteropServices;

namespace Txaio.Actors.Threading;

/// <summary>
/// A counter with cache lines of its own. Posting threads write it for each callback. Without room around it, each
/// write would take the line from the loop's thread, which works on the fields beside it.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * Room)]
internal struct PaddedCounter
{
    /// <summary>On either side: two lines of 64 bytes, because processors fetch them in pairs.</summary>
    public const int Room = 128;

    [FieldOffset(Room)]
    public long Value;
}

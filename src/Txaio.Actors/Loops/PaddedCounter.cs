using System.Runtime.InteropServices;

namespace Txaio.Actors;

/// <summary>
/// A counter with cache lines of its own. Those who post write it for each callback; without room around it, every
/// such write would take the line from the loop's thread, which works on what lies beside it.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * Room)]
internal struct PaddedCounter
{
    /// <summary>On either side: two lines of 64 bytes, because processors fetch them in pairs.</summary>
    public const int Room = 128;

    [FieldOffset(Room)]
    public long Value;
}

using System.Diagnostics;

namespace Txaio.Actors.Threading;

/// <summary>
/// A point between two steps of a thread at which steps of other threads matter. <c>tests/Txaio.Actors.Stress</c>
/// compiles the library with TXAIO_STRESS and stops threads at these points at random. Other builds contain no call.
/// </summary>
internal static partial class StressPoint
{
    /// <summary>May stop the calling thread for a while.</summary>
    [Conditional("TXAIO_STRESS")]
    public static void Here()
    {
        Pause();
    }

    static partial void Pause();
}

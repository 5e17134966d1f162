using System.Diagnostics;

namespace Txaio.Actors.Threading;

/// <summary>
/// A place where another thread can come between two steps of this one. <c>tests/Txaio.Actors.Stress</c> compiles the
/// library with TXAIO_STRESS and stops threads here at random; other builds contain no call.
/// </summary>
internal static partial class StressPoint
{
    /// <summary>Stops the calling thread, perhaps.</summary>
    [Conditional("TXAIO_STRESS")]
    public static void Here()
    {
        Pause();
    }

    static partial void Pause();
}

using Microsoft.Coyote.Runtime;
using Txaio.Actors.Schedules.Tests;

namespace Txaio.Actors.Threading;

/// <content>
/// At a stress point Coyote chooses the thread that runs next. Without Coyote the thread may be stopped for a while.
/// </content>
internal static partial class StressPoint
{
    static partial void Pause()
    {
        SchedulingPoint.Interleave();
        RandomPauses.Pause();
    }
}

using Microsoft.Coyote.Runtime;

namespace Txaio.Actors.Threading;

/// <content>At a stress point Coyote chooses the thread that runs next.</content>
internal static partial class StressPoint
{
    static partial void Pause() => SchedulingPoint.Interleave();
}

using System.Diagnostics;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors;

/// <summary>
/// The handle of a callback that runs repeatedly, returned by <c>CallRepeatedly</c> (<c>LoopingCall</c> of Twisted).
/// </summary>
/// <remarks>
/// The call lasts until it is cancelled, until its token is cancelled, or until its loop or batched timer ends. All
/// members may be used from any thread, and in the callback itself.
/// </remarks>
[DebuggerDisplay("{Display,nq}")]
public sealed class RepeatedCall : IDisposable
{
    private readonly RepeatedRuns _runs;

    internal RepeatedCall(RepeatedRuns runs) => _runs = runs;

    /// <summary>The time between two ticks.</summary>
    public TimeSpan Interval => _runs.Interval;

    /// <summary>Whether the callback will run again.</summary>
    public bool IsActive => _runs.IsActive;

    /// <summary>How many runs of the callback have begun so far.</summary>
    public long Runs => _runs.Count;

    private string Display => $"{this} ({(IsActive ? "active" : "over")}, {Runs} runs)";

    /// <summary>Ends the call: the callback does not run again. A run in progress is not stopped.</summary>
    /// <returns>False when the call has ended already: the method does nothing then.</returns>
    public bool Cancel() => _runs.Cancel();

    /// <summary>The same as <see cref="Cancel"/>.</summary>
    public void Dispose() => Cancel();

    /// <summary>The callback's method and the interval, for debuggers and logs.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{CallbackName.Of(_runs.Callback)} every {Interval}";
}

using System.Runtime.ExceptionServices;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Futures.Failures;

/// <summary>
/// The failure of a future: the exception with its stack trace and, until the failure is observed, an object whose
/// finalizer reports the failure. Futures themselves have no finalizer: a finalizer costs 200 ns for each.
/// </summary>
internal sealed class Rejection(Exception cause)
{
    private readonly ExceptionDispatchInfo _info = ExceptionDispatchInfo.Capture(cause);
    private Unobserved? _unobserved;

    public Exception Cause => cause;

    /// <summary>
    /// Whether the failure is never reported: the cancelling caller knows of it, and an ending system reports its own
    /// end.
    /// </summary>
    public bool IsNeverReported => cause is FutureCancelledException or LoopTerminatedException;

    /// <summary>Whether unobserved rejections are reported or counted.</summary>
    public static bool IsWatchedOn(EventLoop loop) => loop.ReportsUnobserved || Instruments.FuturesUnobserved.Enabled;

    /// <summary>Reports the failure if it is collected unobserved.</summary>
    public void Watch(Future future) => _unobserved = new Unobserved(future.Loop, future.ResultType, cause);

    /// <summary>Marks the failure as observed, so that it is not reported.</summary>
    public void Observe()
    {
        if (_unobserved is { } unobserved)
            GC.SuppressFinalize(unobserved);
    }

    public void Throw() => _info.Throw();

    private sealed class Unobserved(EventLoop loop, Type type, Exception cause)
    {
        // On the pool, because a slow subscriber of the event stream must not hold up the finalizer's thread.
        ~Unobserved() => ThreadPool.UnsafeQueueUserWorkItem(
            static it => it.Report(), this, preferLocal: false);

        private void Report()
        {
            if (Instruments.FuturesUnobserved.Enabled)
                loop.Telemetry.FutureUnobserved(cause);
            if (loop.ReportsUnobserved)
                loop.Report($"Future<{TypeName.Of(type)}>, rejected and never observed,", cause);
        }
    }
}

using System.Runtime.ExceptionServices;
using Txaio.Actors.Loops.Reports;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.Futures.Failures;

/// <summary>
/// Why a future failed: the exception with its stack trace. While the failure is unobserved, it also holds an object
/// whose finalizer reports it. Futures themselves have no finalizer: it costs 200 ns each.
/// </summary>
internal sealed class Rejection(Exception cause)
{
    private readonly ExceptionDispatchInfo _info = ExceptionDispatchInfo.Capture(cause);
    private Unobserved? _unobserved;

    public Exception Cause => cause;

    /// <summary>Never reported: the cancelling caller knows, and an ending system reports its own end.</summary>
    public bool IsNeverReported => cause is FutureCancelledException or LoopTerminatedException;

    /// <summary>Whether unobserved rejections are reported or counted.</summary>
    public static bool IsWatchedOn(EventLoop loop) => loop.ReportsUnobserved || Instruments.FuturesUnobserved.Enabled;

    /// <summary>Reports the failure if it is collected unobserved.</summary>
    public void Watch(Future future) => _unobserved = new Unobserved(future.Loop, future.ResultType, cause);

    /// <summary>The failure is observed: it is not reported.</summary>
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
                loop.Report($"Future<{TypeName.Of(type)}>, rejected and never looked at,", cause);
        }
    }
}

using Akka.Event;

namespace Txaio.Actors.TestKit.Ending;

/// <summary>Keeps the calls that were pending when the system began to end, and reports them once.</summary>
internal sealed class PendingAtEnd(ILoggingAdapter log)
{
    // Written once: the thread that ends the system and the guardian's dispatcher both call Record, and the first wins.
    private IReadOnlyList<PendingCall>? _calls;
    private Exception? _failure;

    /// <summary>The pending calls; empty before the end.</summary>
    public IReadOnlyList<PendingCall> Calls => Volatile.Read(ref _calls) ?? [];

    /// <summary>
    /// Called with the report, in place of the setting <c>pending-at-end</c>. Null: the setting applies.
    /// </summary>
    public Action<string>? Handler { get; set; }

    public PendingAtEndMode Mode { get; set; }

    public bool IsRecorded => Volatile.Read(ref _calls) is not null;

    public void Record(IReadOnlyList<PendingCall> calls, DateTimeOffset now)
    {
        if (Interlocked.CompareExchange(ref _calls, calls, null) is not null || calls.Count == 0)
            return;
        var report = $"The actor system ends at {now:O} of virtual time with {PendingCall.Lines(calls)}";
        try
        {
            Report(report, calls);
        }
        catch (Exception e)
        {
            // Must not keep the system from ending; Dispose throws this exception.
            Volatile.Write(ref _failure, e);
        }
    }

    /// <summary>Throws the exception of the report, once.</summary>
    public void ThrowFailure()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    private void Report(string report, IReadOnlyList<PendingCall> calls)
    {
        if (Handler is { } handler)
            handler(report);
        else if (Mode == PendingAtEndMode.Throw)
            throw new PendingCallsException(report, calls);
        else if (Mode == PendingAtEndMode.Log)
            log.Warning("{PendingCalls}", report);
    }
}

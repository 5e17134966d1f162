using System.Diagnostics;
using System.Globalization;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors;

/// <summary>
/// A call that waits for its time on a loop or in a batched timer, as
/// <see cref="TxaioExtension.GetScheduledCalls"/> lists them.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct ScheduledCall
{
    private readonly object? _source;
    private readonly CallInvoker? _invoker;
    private readonly object? _callback;
    private readonly object? _state;

    internal ScheduledCall(TimeSpan due, object source, CallInvoker invoker, object callback, object? state)
    {
        Due = due;
        _source = source;
        _invoker = invoker;
        _callback = callback;
        _state = state;
    }

    /// <summary>
    /// The due time on the scheduler's monotonic clock, which is <see cref="EventLoop.Time"/>. For a call of a batched
    /// timer, the time when its bucket fires; in a bucket that fires in chunks, the time of its next chunk.
    /// <see cref="TimeSpan.MaxValue"/> for a call with an infinite delay.
    /// </summary>
    public TimeSpan Due { get; }

    /// <summary>The holder of the call: <c>loop 'default'</c>, <c>batched timer 'keepalive'</c>.</summary>
    public string Source => _source?.ToString() ?? "";

    /// <summary>Class and method of the callback, or the message and its target. Made when it is read.</summary>
    public string Description => _invoker?.Describe(_callback!, _state) ?? "";

    /// <summary>The description, the holder, and the due time.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Description}, {Source}, {DueText}";

    private string DueText =>
        Due == TimeSpan.MaxValue ? "never due" : string.Create(CultureInfo.InvariantCulture, $"due at {Due}");
}

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
    /// When it is due on the scheduler's monotonic clock, which is <see cref="EventLoop.Time"/>. For a call of a
    /// batched timer when its bucket fires; for one in a later chunk of a bucket that fires, when the next chunk does.
    /// <see cref="TimeSpan.MaxValue"/> for one that was scheduled for never.
    /// </summary>
    public TimeSpan Due { get; }

    /// <summary>Where it waits: <c>loop 'default'</c>, <c>batched timer 'keepalive'</c>.</summary>
    public string Source => _source?.ToString() ?? "";

    /// <summary>What runs: class and method of a callback, or a message and whom it goes to. Made when read.</summary>
    public string Description => _invoker?.Describe(_callback!, _state) ?? "";

    /// <summary>What runs, where it waits, and when it is due.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Description}, {Source}, {DueText}";

    private string DueText =>
        Due == TimeSpan.MaxValue ? "never due" : string.Create(CultureInfo.InvariantCulture, $"due at {Due}");
}

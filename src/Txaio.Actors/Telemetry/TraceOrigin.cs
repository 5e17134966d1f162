using System.Diagnostics;

namespace Txaio.Actors.Telemetry;

/// <summary>
/// The trace that a message belongs to, in W3C Trace Context: the handling of the message on another thread or node
/// becomes a part of that trace. The origin does not count when messages are compared.
/// </summary>
internal readonly struct TraceOrigin : IEquatable<TraceOrigin>
{
    // W3C Trace Context requires that a state of up to this length is passed on.
    private const int LongestState = 512;

    private TraceOrigin(string parent, string? state)
    {
        Parent = parent;
        State = string.IsNullOrEmpty(state) || state.Length > LongestState ? null : state;
    }

    /// <summary>The origin of a message that is made in the current activity.</summary>
    public static TraceOrigin Here => Of(Activity.Current);

    /// <summary>The <c>traceparent</c>; null without a trace.</summary>
    public string? Parent { get; }

    /// <summary>The <c>tracestate</c> of the same trace; null for none.</summary>
    public string? State { get; }

    /// <summary>The origin of a message that is made in <paramref name="activity"/>; none for null.</summary>
    public static TraceOrigin Of(Activity? activity) =>
        activity is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
            ? new TraceOrigin(id, activity.TraceStateString)
            : default;

    /// <summary>The origin read from the wire; empty if the text is not a trace context.</summary>
    public static TraceOrigin Read(string parent, string state) =>
        ActivityContext.TryParse(parent, null, out _) ? new TraceOrigin(parent, state) : default;

    /// <summary>Starts an activity in the trace, for as long as the message is handled.</summary>
    /// <returns>The work; without an activity when the message belongs to no trace, or there is no listener.</returns>
    public TracedWork Start(
        LoopTelemetry loop, string name, ActivityKind kind, KeyValuePair<string, object?>[] tags) =>
        Parent is not null
        && TxaioTelemetry.Source.HasListeners()
        && ActivityContext.TryParse(Parent, State, isRemote: true, out var parent)
            ? TracedWork.Start(loop, name, kind, parent, tags)
            : default;

    public bool Equals(TraceOrigin other) => true;

    public override bool Equals(object? obj) => obj is TraceOrigin;

    public override int GetHashCode() => 0;
}

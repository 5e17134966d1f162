namespace Txaio.Actors.Telemetry;

/// <summary>The figures of a batched timer. Read by any thread.</summary>
internal interface IMeasuredTimer
{
    /// <summary>The timer's telemetry; null for the library's own timers, which are not measured.</summary>
    TimerTelemetry? Telemetry { get; }

    /// <summary>Calls that have neither run nor been cancelled.</summary>
    long PendingCalls { get; }
}

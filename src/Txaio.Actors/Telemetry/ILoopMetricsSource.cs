namespace Txaio.Actors.Telemetry;

/// <summary>The figures of a loop, counted with and without a listener. Any thread reads them.</summary>
internal interface ILoopMetricsSource
{
    /// <summary>Callbacks that have run.</summary>
    long Executed { get; }

    /// <summary>Callbacks that wait, and those of the running turn.</summary>
    long Pending { get; }

    /// <summary>Calls of the loop's own heap that are not due yet.</summary>
    long Scheduled { get; }

    /// <summary>How long callbacks have held the loop, in ticks, the running callback included.</summary>
    long Busy { get; }

    /// <summary>The loop's clock in ticks.</summary>
    long Now { get; }

    /// <summary>Reports the exception of a listener.</summary>
    void Report(string origin, Exception cause);
}

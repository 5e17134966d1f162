namespace Txaio.Actors.Cluster.Clients;

/// <summary>
/// Compares the clock of a stripe's node with that of this node by the clock that stands in each reply. Warns of a
/// difference, at most once a minute. Any thread.
/// </summary>
/// <param name="timer">The timer's name.</param>
/// <param name="margin">The timer's <c>clock-skew</c>: a smaller difference is expected.</param>
/// <param name="warn">Logs a line.</param>
internal sealed class ClockSkew(string timer, TimeSpan margin, Action<string> warn)
{
    // Less than this is not worth a line: clocks are set in steps, and are read in milliseconds.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();

    // The lock protects it against the clients of other stripes.
    private DateTimeOffset _next;

    /// <summary>Looks at a reply.</summary>
    /// <param name="sent">This node's time before the request.</param>
    /// <param name="clock">The other node's time between the request and its reply.</param>
    /// <param name="received">This node's time after the reply.</param>
    /// <returns>
    /// How far the other clock is certainly ahead, negative if it is behind; zero within the time of the round trip.
    /// </returns>
    public TimeSpan Measure(DateTimeOffset sent, DateTimeOffset clock, DateTimeOffset received)
    {
        // The clock in the reply is cut to milliseconds.
        var behind = clock + TimeSpan.FromMilliseconds(1) - sent;
        var skew = clock > received ? clock - received : behind < TimeSpan.Zero ? behind : TimeSpan.Zero;
        if (skew.Duration() > margin && skew.Duration() > Least && IsTime(received))
        {
            warn(
                $"Durable timer '{timer}': the clock of the node of a stripe is {skew.Duration().TotalSeconds:F1} s "
                + $"{(skew > TimeSpan.Zero ? "ahead of" : "behind")} the clock of this node, and "
                + $"txaio.cluster.timers.{timer}.clock-skew = {margin.TotalSeconds} s. Calls may be early by the "
                + "difference when their stripe moves.");
        }

        return skew;
    }

    private bool IsTime(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (now < _next)
                return false;
            _next = now + TimeSpan.FromMinutes(1);
            return true;
        }
    }
}

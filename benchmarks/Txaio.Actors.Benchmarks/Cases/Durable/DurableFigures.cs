using Txaio.Actors.Benchmarks.Peers.Durable;

namespace Txaio.Actors.Benchmarks.Cases.Durable;

/// <summary>All figures of one scheduler; null where it has none.</summary>
internal sealed class DurableFigures(DurableSubject subject)
{
    public DurableSubject Subject { get; } = subject;

    /// <summary>Calls stored in a second, by the number in flight: the median of the rounds.</summary>
    public Dictionary<int, double> Scheduled { get; } = [];

    /// <summary>Calls cancelled in a second.</summary>
    public double? Cancelled { get; set; }

    /// <summary>What a pending call costs, and the restart with these calls.</summary>
    public PendingFigures? Pending { get; set; }

    public KillFigures? Kill { get; set; }
}

/// <summary>A process with pending calls.</summary>
/// <param name="Calls">How many were pending.</param>
/// <param name="Heap">Bytes of the heap for each, after a full collection.</param>
/// <param name="Process">Bytes of the process for each.</param>
/// <param name="Restart">
/// Seconds from the start of the process until the calls that became due meanwhile were delivered.
/// </param>
/// <param name="EmptyRestart">The same where these were the only calls; null where it is not measured.</param>
internal sealed record PendingFigures(int Calls, double Heap, double Process, double Restart, double? EmptyRestart);

/// <summary>What the SIGKILL of one of two nodes did.</summary>
/// <param name="Calls">How many calls were scheduled.</param>
/// <param name="Lost">How many were not delivered until the end of the patience.</param>
/// <param name="Early">How many were delivered before they were due.</param>
/// <param name="Twice">How many were delivered more than once.</param>
/// <param name="MedianLate">Seconds after the due time, median.</param>
/// <param name="LastLate">Seconds after the due time, maximum of the delivered calls.</param>
internal sealed record KillFigures(int Calls, int Lost, int Early, int Twice, double MedianLate, double LastLate)
{
    /// <summary>Compares the deliveries with the due times of the calls, whose keys are 0, 1, and so on.</summary>
    public static KillFigures Of(IReadOnlyList<long> due, IEnumerable<DurableDelivery> deliveries)
    {
        var byKey = deliveries.ToLookup(static delivery => delivery.Key, static delivery => delivery.At);
        long[] late =
        [
            .. Enumerable.Range(0, due.Count).Where(byKey.Contains).Select(key => byKey[key].Min() - due[key]).Order(),
        ];
        return new KillFigures(
            due.Count,
            Lost: due.Count - late.Length,
            Early: late.Count(static milliseconds => milliseconds < 0),
            Twice: Enumerable.Range(0, due.Count).Count(key => byKey[key].Count() > 1),
            MedianLate: late.Length == 0 ? 0 : late[late.Length / 2] / 1000d,
            LastLate: late.Length == 0 ? 0 : late[^1] / 1000d);
    }
}

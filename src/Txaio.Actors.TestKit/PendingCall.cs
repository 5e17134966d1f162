namespace Txaio.Actors.TestKit;

/// <summary>A scheduled call that has not run yet, as the leftovers report and error messages show it.</summary>
/// <param name="Due">When it runs next, in virtual time.</param>
/// <param name="Interval">The time between two runs of a repeating call; null for one that runs once.</param>
/// <param name="Description">What runs: the method of an action, or receiver and message of a tell.</param>
public readonly record struct PendingCall(DateTimeOffset Due, TimeSpan? Interval, string Description)
{
    /// <summary>Due time in seconds since the epoch, interval and description on one line.</summary>
    public override string ToString()
    {
        var due = FormattableString.Invariant($"{(Due - DateTimeOffset.UnixEpoch).TotalSeconds}s");
        return Interval is { } interval ? $"{due} every {interval}: {Description}" : $"{due}: {Description}";
    }

    internal static string Lines(IReadOnlyCollection<PendingCall> calls) =>
        calls.Count == 0
            ? "nothing is scheduled"
            : string.Concat($"{calls.Count} scheduled:", string.Concat(calls.Take(20).Select(call => $"\n  {call}")));
}

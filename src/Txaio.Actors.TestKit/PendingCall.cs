namespace Txaio.Actors.TestKit;

/// <summary>A scheduled call that has not run yet, as reports and error messages show it.</summary>
/// <param name="Due">The virtual time of its next run.</param>
/// <param name="Interval">The time between two runs of a repeating call; null for a call that runs once.</param>
/// <param name="Description">
/// The method of a callback, or receiver and message of a tell; and the loop or batched timer that holds the call.
/// </param>
public readonly record struct PendingCall(DateTimeOffset Due, TimeSpan? Interval, string Description)
{
    private const int Shown = 20;

    /// <summary>The start of virtual time, for the seconds in the text. Not part of equality.</summary>
    internal DateTimeOffset? Start { get; init; }

    /// <inheritdoc />
    public bool Equals(PendingCall other) =>
        (Due, Interval, Description) == (other.Due, other.Interval, other.Description);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Due, Interval, Description);

    /// <summary>
    /// Due time in seconds since the start of virtual time, interval and description on one line.
    /// </summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        var due = FormattableString.Invariant($"{(Due - (Start ?? DateTimeOffset.UnixEpoch)).TotalSeconds}s");
        return Interval is { } interval ? $"{due} every {interval}: {Description}" : $"{due}: {Description}";
    }

    internal static string Lines(IReadOnlyCollection<PendingCall> calls)
    {
        if (calls.Count == 0)
            return "nothing is scheduled";
        var lines = string.Concat(calls.Take(Shown).Select(static call => $"\n  {call}"));
        var more = calls.Count > Shown ? $"\n  and {calls.Count - Shown} more" : "";
        return $"{calls.Count} scheduled:{lines}{more}";
    }
}

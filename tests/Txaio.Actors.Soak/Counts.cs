namespace Txaio.Actors.Soak;

/// <summary>Numbers of calls.</summary>
internal readonly record struct Counts(long Started, long Done, long Cancelled, long Failed, long Rejected)
{
    /// <summary>Whether each started call has ended, once.</summary>
    public bool AddUp => Done + Cancelled + Failed + Rejected == Started;

    public static Counts operator +(Counts a, Counts b) => new(
        a.Started + b.Started,
        a.Done + b.Done,
        a.Cancelled + b.Cancelled,
        a.Failed + b.Failed,
        a.Rejected + b.Rejected);

    public override string ToString() =>
        $"{Done:N0} done + {Cancelled:N0} cancelled + {Failed:N0} failed + {Rejected:N0} rejected of {Started:N0}";
}

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>
/// Something that calls back later: ours or a peer. Loops over many calls are inside, so that no virtual call per
/// operation is measured. Handles are kept in an array made beforehand.
/// </summary>
internal abstract class TimerSubject(string name) : IDisposable
{
    public string Name { get; } = name;

    /// <summary>How many calls have run since it was made.</summary>
    public abstract long Fired { get; }

    /// <summary>More than it takes to schedule a call.</summary>
    public virtual TimeSpan SchedulingTime => TimeSpan.FromMicroseconds(1.5);

    /// <summary>Makes room for that many handles.</summary>
    public abstract void MakeRoom(int count);

    /// <summary>Schedules a call for each delay.</summary>
    public abstract void Schedule(ReadOnlySpan<TimeSpan> delays);

    /// <summary>Cancels by index, in the order given. Throws when one had run, where the peer can tell.</summary>
    public abstract void Cancel(ReadOnlySpan<int> order);

    /// <summary>
    /// What delay to ask for so that a call comes in about <paramref name="lead"/>, and when it comes.
    /// </summary>
    public virtual Firing Plan(TimeSpan lead) => new(lead, lead);

    public abstract void Dispose();

    /// <summary>A delay, and when calls with it begin to run.</summary>
    public readonly record struct Firing(TimeSpan Delay, TimeSpan In);
}

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>
/// A timer that is measured: ours or a peer. The loops over many calls are inside, so that no virtual call per
/// operation is measured. Each loop takes some calls at a time, because the runtime optimises methods that are called
/// often, as users' code is. Handles are kept in an array made beforehand.
/// </summary>
internal abstract class TimerSubject(string name) : IDisposable
{
    private const int AtATime = 1_024;

    public string Name { get; } = name;

    /// <summary>How many calls have run since it was made.</summary>
    public abstract long Fired { get; }

    /// <summary>More than it takes to schedule a call.</summary>
    public virtual TimeSpan SchedulingTime => TimeSpan.FromMicroseconds(1.5);

    /// <summary>Makes room for that many handles.</summary>
    public abstract void MakeRoom(int count);

    /// <summary>Schedules a call for each delay.</summary>
    public void Schedule(ReadOnlySpan<TimeSpan> delays)
    {
        for (var first = 0; first < delays.Length; first += AtATime)
            ScheduleChunk(delays.Slice(first, Math.Min(AtATime, delays.Length - first)), first);
    }

    /// <summary>Cancels by index, in the order given. Throws when one had run, where the peer can tell.</summary>
    public void Cancel(ReadOnlySpan<int> order)
    {
        for (var first = 0; first < order.Length; first += AtATime)
            CancelChunk(order.Slice(first, Math.Min(AtATime, order.Length - first)));
    }

    /// <summary>
    /// The delay with which a call runs in about <paramref name="lead"/>, and the time at which it runs.
    /// </summary>
    public virtual Firing Plan(TimeSpan lead) => new(lead, lead);

    public abstract void Dispose();

    /// <summary>Schedules a call for each delay, and keeps the handles from place <paramref name="first"/> on.</summary>
    protected abstract void ScheduleChunk(ReadOnlySpan<TimeSpan> delays, int first);

    /// <summary>Cancels by index.</summary>
    protected abstract void CancelChunk(ReadOnlySpan<int> order);

    /// <summary>A delay, and when calls with it begin to run.</summary>
    public readonly record struct Firing(TimeSpan Delay, TimeSpan In);
}

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>
/// A timer that is measured: ours or a peer. The loops over many calls are inside, so that no virtual call per
/// operation is measured. Each loop handles a part of the calls, because the runtime optimises methods that are called
/// often. Handles are kept in an array made beforehand.
/// </summary>
internal abstract class TimerSubject(string name) : IDisposable
{
    private const int AtATime = 1_024;

    public string Name { get; } = name;

    /// <summary>How many calls have run since the timer was made.</summary>
    public abstract long Fired { get; }

    /// <summary>An upper bound on the time that it takes to schedule a call.</summary>
    public virtual TimeSpan SchedulingTime => TimeSpan.FromMicroseconds(1.5);

    /// <summary>Makes room for <paramref name="count"/> handles.</summary>
    public abstract void MakeRoom(int count);

    /// <summary>Schedules a call for each delay.</summary>
    public void Schedule(ReadOnlySpan<TimeSpan> delays)
    {
        for (var first = 0; first < delays.Length; first += AtATime)
            ScheduleChunk(delays.Slice(first, Math.Min(AtATime, delays.Length - first)), first);
    }

    /// <summary>Schedules a call for each delay, on that many threads.</summary>
    public void Schedule(TimeSpan[] delays, int threads)
    {
        if (threads == 1)
        {
            Schedule(delays);
            return;
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            var end = (int)((thread + 1L) * delays.Length / threads);
            for (var first = (int)((long)thread * delays.Length / threads); first < end; first += AtATime)
                ScheduleChunk(delays.AsSpan(first, Math.Min(AtATime, end - first)), first);
        });
    }

    /// <summary>Cancels by index, in the order given. Throws when a call had run, if the peer can tell.</summary>
    public void Cancel(ReadOnlySpan<int> order)
    {
        for (var first = 0; first < order.Length; first += AtATime)
            CancelChunk(order.Slice(first, Math.Min(AtATime, order.Length - first)));
    }

    /// <summary>
    /// The delay for calls that are to run in about <paramref name="lead"/>, and the time until they run.
    /// </summary>
    public virtual Firing Plan(TimeSpan lead) => new(lead, lead);

    public abstract void Dispose();

    /// <summary>Schedules a call for each delay; the first handle goes to index <paramref name="first"/>.</summary>
    protected abstract void ScheduleChunk(ReadOnlySpan<TimeSpan> delays, int first);

    /// <summary>Cancels by index.</summary>
    protected abstract void CancelChunk(ReadOnlySpan<int> order);

    /// <summary>A delay, and the time until calls with this delay begin to run.</summary>
    public readonly record struct Firing(TimeSpan Delay, TimeSpan In);
}

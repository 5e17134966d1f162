namespace Txaio.Actors.Cluster.Clients;

/// <summary>Bounds the changes of one timer that wait on this node. Any thread.</summary>
/// <param name="timer">The timer's name.</param>
/// <param name="most">The bound.</param>
/// <param name="refused">Counts a refusal.</param>
internal sealed class WaitingBound(string timer, int most, Action refused)
{
    // Callers add to it by compare-and-swap; the stripes' clients subtract.
    private int _count;

    /// <summary>How many changes wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts a change.</summary>
    /// <exception cref="DurableTimerOverloadedException">The bound is met.</exception>
    public void Enter()
    {
        // A count that was taken and given back could refuse another caller meanwhile.
        for (var seen = Count; ;)
        {
            if (seen >= most)
            {
                refused();
                throw new DurableTimerOverloadedException(timer, most);
            }

            var before = Interlocked.CompareExchange(ref _count, seen + 1, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    /// <summary>Changes have left.</summary>
    public void Leave(int changes = 1) => Interlocked.Add(ref _count, -changes);
}

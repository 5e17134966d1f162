namespace Txaio.Actors.Cluster.Clients;

/// <summary>Bounds the changes, or the questions, of one timer that wait on this node. Any thread.</summary>
/// <param name="timer">The timer's name.</param>
/// <param name="most">The bound.</param>
/// <param name="refused">Counts a refusal.</param>
internal sealed class WaitingBound(string timer, int most, Action refused)
{
    // Callers add to it by compare-and-swap; the stripes' clients subtract.
    private int _count;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts a change, or a question with its number of messages.</summary>
    /// <exception cref="DurableTimerOverloadedException">The bound is met.</exception>
    public void Enter(int places = 1)
    {
        // A count that was taken and given back could refuse another caller meanwhile.
        for (var seen = Count; ;)
        {
            if (seen >= most)
            {
                refused();
                throw new DurableTimerOverloadedException(timer, most);
            }

            var before = Interlocked.CompareExchange(ref _count, seen + places, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    /// <summary>Gives the places back.</summary>
    public void Leave(int places = 1) => Interlocked.Add(ref _count, -places);
}

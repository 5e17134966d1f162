using Akka.Actor;

namespace Txaio.Actors.Nodes;

/// <summary>
/// Counts what is done for other nodes within a minute. The minute begins with the first that is counted; the first that
/// comes after its end begins the next one. An answer may be much larger than the request, so one node must not have it
/// sent without end; a process that runs for days must not fall silent for good.
/// </summary>
/// <param name="bound">What is counted in a minute; no other code reserves in it.</param>
/// <param name="now">The time, in ticks of a monotonic clock.</param>
internal sealed class MinuteBound(NodeBound bound, Func<long> now)
{
    private static readonly long Minute = TimeSpan.FromMinutes(1).Ticks;

    // Guards the beginning: any thread that reads from the wire counts.
    private readonly Lock _gate = new();
    private long? _begin;

    /// <summary>Its figures: what was counted in this minute, and all refusals.</summary>
    public RemoteBoundStatistics Statistics
    {
        get
        {
            EndMinute(now(), begins: false);
            return bound.Statistics;
        }
    }

    /// <summary>Counts one for <paramref name="node"/>.</summary>
    /// <returns>Null; or the refusal, and it is not counted then.</returns>
    public RemoteBoundException? Take(Address node)
    {
        EndMinute(now(), begins: true);
        // Outside of the lock: a refusal is reported to foreign code.
        return bound.Reserve(node);
    }

    private void EndMinute(long at, bool begins)
    {
        lock (_gate)
        {
            if (_begin is { } begin && at - begin >= Minute)
            {
                bound.Clear();
                _begin = null;
            }

            if (begins)
                _begin ??= at;
        }
    }
}

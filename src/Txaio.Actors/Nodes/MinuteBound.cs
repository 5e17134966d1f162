using Akka.Actor;

namespace Txaio.Actors.Nodes;

/// <summary>
/// Bounds the answers to other nodes within a minute. The first answer begins a minute; the first answer after the end
/// of a minute begins the next minute. An answer may be much larger than its request, so the answers are bounded. The
/// count starts again each minute, so that a process that runs for days still answers.
/// </summary>
/// <param name="bound">The bound on the answers of a minute; no other code reserves in this bound.</param>
/// <param name="now">The time, in ticks of a monotonic clock.</param>
internal sealed class MinuteBound(NodeBound bound, Func<long> now)
{
    private static readonly long Minute = TimeSpan.FromMinutes(1).Ticks;

    // Guards _begin: any thread that reads from the wire counts answers.
    private readonly Lock _gate = new();
    private long? _begin;

    /// <summary>The figures of the bound: the answers of this minute, and all refusals.</summary>
    public RemoteBoundStatistics Statistics
    {
        get
        {
            EndMinute(now(), begins: false);
            return bound.Statistics;
        }
    }

    /// <summary>Counts an answer to <paramref name="node"/>.</summary>
    /// <returns>Null when the answer is counted; else the refusal.</returns>
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

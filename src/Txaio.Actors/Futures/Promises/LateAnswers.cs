using Akka.Actor;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Futures.Promises;

/// <summary>
/// Counts how many subscribers of other nodes a completed promise answers: in a minute, as many as may wait for pending
/// promises, of all nodes and of one. An answer may be much larger than the <c>Subscribe</c>, so one node must not have
/// it sent without end; a promise that is kept for days must not fall silent for good.
/// </summary>
/// <param name="loop">The loop of the promise, whose clock counts.</param>
internal sealed class LateAnswers(EventLoop loop)
{
    private static readonly long Period = TimeSpan.FromMinutes(1).Ticks;

    // Guards both: any thread that reads from the wire counts.
    private readonly Lock _gate = new();
    private NodeBound? _counted;
    private long _since;

    /// <summary>Counts an answer to <paramref name="node"/>.</summary>
    /// <returns>Whether it may be given.</returns>
    public bool TryCount(Address node)
    {
        var now = loop.Now;
        lock (_gate)
        {
            if (_counted is null || now - _since >= Period)
                (_counted, _since) = (loop.Bounds.Subscribers.Empty(), now);
            return _counted.Reserve(node) is null;
        }
    }
}

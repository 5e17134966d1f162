using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>
/// A question to a stripe, which waits at the stripe's client until the earlier changes of this node have their
/// replies.
/// </summary>
/// <param name="at">When the caller asked, on the scheduler's monotonic clock.</param>
/// <param name="ask">Sends the question.</param>
/// <param name="fail">Gives the caller a failure.</param>
internal sealed class Question(TimeSpan at, Action ask, Action<Exception> fail) : OwnMessage
{
    /// <summary>When the caller asked.</summary>
    public TimeSpan At { get; } = at;

    /// <summary>The position of the last change before the question; set by the client.</summary>
    public long Position { get; set; }

    /// <summary>Sends the question.</summary>
    public void Ask() => ask();

    /// <summary>Gives the caller a failure.</summary>
    public void Fail(Exception cause) => fail(cause);
}

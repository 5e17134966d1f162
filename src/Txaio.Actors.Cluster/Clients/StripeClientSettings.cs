namespace Txaio.Actors.Cluster.Clients;

/// <summary>What the clients of one timer's stripes share.</summary>
/// <param name="Timer">The timer's name.</param>
/// <param name="RequestTimeout">How long a caller waits.</param>
/// <param name="Resend">The pause after which a batch is sent again.</param>
/// <param name="MostChanges">The most changes of a batch.</param>
/// <param name="MostBytes">The most bytes of a batch.</param>
/// <param name="Bound">The changes of this node that wait.</param>
/// <param name="Skew">Compares the clocks.</param>
/// <param name="AfterCallers">Runs an action when the callers that have their reply have had their turn.</param>
/// <param name="TimedOut">Counts changes and questions without a reply.</param>
internal sealed record StripeClientSettings(
    string Timer,
    TimeSpan RequestTimeout,
    TimeSpan Resend,
    int MostChanges,
    int MostBytes,
    WaitingBound Bound,
    ClockSkew Skew,
    Action<Action> AfterCallers,
    Action TimedOut);

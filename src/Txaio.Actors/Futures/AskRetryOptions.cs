namespace Txaio.Actors;

/// <summary>When <c>AskWithRetry</c> asks again, and when it gives up.</summary>
/// <remarks>
/// The values are checked at each call of <c>AskWithRetry</c>. An object may be used for any number of calls, by any
/// thread. All times are times of the loop's clock. Not from txaio.
/// </remarks>
public sealed class AskRetryOptions
{
    /// <summary>
    /// How long all attempts together may take: positive, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>; by default <c>txaio.futures.ask-timeout</c>, 30 s. The
    /// time is not rounded to a bucket, and ends also while the loop is blocked.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How long an attempt waits for a reply, before the next attempt is prepared: positive, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> to ask again only after a failure; by default 3 s. A
    /// reply that comes later still counts.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How many attempts there are at most; 1 or more. By default <see cref="Timeout"/> alone decides.
    /// </summary>
    public int MaxAttempts { get; init; } = int.MaxValue;

    /// <summary>
    /// How long to wait between the end of the first attempt and the second attempt; positive, by default 200 ms. The
    /// wait doubles after each attempt.
    /// </summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The longest wait between two attempts, before <see cref="Jitter"/>; at least <see cref="MinBackoff"/>, by
    /// default 3 s.
    /// </summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The part of a wait that is added at random, so that callers that failed together do not ask again together: 0 to
    /// 1, by default 0.2. With 0.2 a wait of 1 s takes 1 s to 1.2 s.
    /// </summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>
    /// Whether to ask again after a failure that is not retried otherwise: a failure that the actor replied, such as a
    /// <c>Status.Failure</c>; an actor that does not handle the message (<see cref="AskTargetException"/>); an
    /// exception of the target's <c>Tell</c>. By default such a failure fails the future at once.
    /// </summary>
    /// <remarks>
    /// Called on the loop, with the failure: a <see cref="RemoteFailureException"/> for a failure of another node. If
    /// the function throws, its exception is reported, and the future fails with the failure that it was called with.
    /// </remarks>
    public Func<Exception, bool>? RetryOn { get; init; }
}

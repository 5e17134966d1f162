namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// The section <c>retry</c> of a durable timer. An option that is null keeps the HOCON's value. Not from txaio.
/// </summary>
public sealed class DurableRetryOptions
{
    /// <summary>
    /// The pause after the first delivery; it doubles. More than zero, up to 1 day. Default 5 s.
    /// </summary>
    public TimeSpan? MinBackoff { get; set; }

    /// <summary>The longest pause; <see cref="MinBackoff"/> or more, up to 1 day. Default 5 minutes.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>
    /// After so many deliveries the call is given up: its message goes to dead letters, and
    /// <see cref="Messages.DurableCallGivenUp"/> is published. 1 or more. Default 100.
    /// </summary>
    public int? MaxAttempts { get; set; }
}

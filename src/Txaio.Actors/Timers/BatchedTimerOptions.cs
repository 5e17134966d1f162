namespace Txaio.Actors;

/// <summary>
/// The settings of a named batched timer in code, for a timer that is made while the system runs, and for the options of
/// Txaio.Actors.Hosting: the same settings as in a section under <c>txaio.timers</c>. A null setting takes its value from
/// the timer's own section in a host's HOCON, and else from <c>txaio.timer-defaults</c>.
/// </summary>
/// <remarks>
/// The settings are checked when the timer is made, with the same errors as for a section. Not from txaio.
/// </remarks>
public sealed class BatchedTimerOptions
{
    /// <summary>
    /// The length of a bucket: calls that are due within it fire together. More than zero. Required, unless a host's
    /// HOCON has it.
    /// </summary>
    public TimeSpan? Bucket { get; set; }

    /// <summary>How many calls of a bucket run before other callbacks get their turn; 1 or more.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>
    /// The name of the loop that runs the callbacks. Null: the loop of the <see cref="ITxaio"/> that makes the timer; in
    /// a host's options, the default loop.
    /// </summary>
    public string? Loop { get; set; }

    /// <summary>
    /// <see cref="BucketRounding.Down"/>: up to one bucket early. <see cref="BucketRounding.Up"/>: never early.
    /// </summary>
    public BucketRounding? Rounding { get; set; }
}

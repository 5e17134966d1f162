namespace Txaio.Actors.Hosting;

/// <summary>
/// A section under <c>txaio.timers</c>. An option that is null keeps the HOCON's value, or comes from
/// <see cref="TxaioOptions.TimerDefaults"/>. Not from txaio.
/// </summary>
public sealed class TxaioTimerOptions
{
    /// <summary>Length of a bucket: calls due within it fire together. Required in the end, more than zero.</summary>
    public TimeSpan? Bucket { get; set; }

    /// <summary>Callbacks in one chunk of a bucket; 1 or more.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>Name of the loop that runs the callbacks; the default loop if nothing is said.</summary>
    public string? Loop { get; set; }

    /// <summary>
    /// <see cref="BucketRounding.Down"/>: up to one bucket early. <see cref="BucketRounding.Up"/>: never.
    /// </summary>
    public BucketRounding? Rounding { get; set; }
}

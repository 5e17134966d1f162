namespace Txaio.Actors.Hosting;

/// <summary>
/// A section under <c>txaio.timers</c>. An option that is null keeps the HOCON's value, or the value of
/// <see cref="TxaioOptions.TimerDefaults"/>. Not from txaio.
/// </summary>
public sealed class TxaioTimerOptions
{
    /// <summary>
    /// Length of a bucket: calls due within it fire together. More than zero; required here or in the HOCON.
    /// </summary>
    public TimeSpan? Bucket { get; set; }

    /// <summary>Callbacks in one chunk of a bucket; 1 or more.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>
    /// Name of the loop that runs the callbacks. Null, without a value in the HOCON: the default loop.
    /// </summary>
    public string? Loop { get; set; }

    /// <summary>
    /// <see cref="BucketRounding.Down"/>: up to one bucket early. <see cref="BucketRounding.Up"/>: never.
    /// </summary>
    public BucketRounding? Rounding { get; set; }
}

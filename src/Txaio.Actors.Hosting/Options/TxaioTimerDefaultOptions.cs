namespace Txaio.Actors.Hosting;

/// <summary>
/// The section <c>txaio.timer-defaults</c>. An option that is null keeps the HOCON's value. Not from txaio.
/// </summary>
public sealed class TxaioTimerDefaultOptions
{
    /// <summary>Callbacks in one chunk, for timers without a chunk size of their own; 1 or more.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>The rounding of timers without a rounding of their own.</summary>
    public BucketRounding? Rounding { get; set; }
}

namespace Txaio.Actors.Hosting;

/// <summary>
/// The section <c>txaio.timer-defaults</c>. An option that is null keeps the HOCON's value. Not from txaio.
/// </summary>
public sealed class TxaioTimerDefaultOptions
{
    /// <summary>For timers that leave it out; 1 or more.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>For timers that leave it out.</summary>
    public BucketRounding? Rounding { get; set; }
}

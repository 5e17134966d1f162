namespace Txaio.Actors.Hosting;

/// <summary>The section <c>txaio.timer-defaults</c>. What is null keeps what the HOCON says. Not from txaio.</summary>
public sealed class TxaioTimerDefaultOptions
{
    /// <summary>For timers that leave it out; 1 or more.</summary>
    public int? ChunkSize { get; set; }

    /// <summary>For timers that leave it out.</summary>
    public BucketRounding? Rounding { get; set; }
}

namespace Txaio.Actors.Hosting;

/// <summary>
/// Health checks to register, as <c>WithTxaioLivenessCheck</c> and <c>WithTxaioReadinessCheck</c> do. Not from txaio.
/// </summary>
public sealed class TxaioHealthOptions
{
    /// <summary>
    /// A loop that has run no callback for this long is not alive; more than zero. Null, the default: no such check.
    /// </summary>
    public TimeSpan? Liveness { get; set; }

    /// <summary>
    /// A loop on which more callbacks than this wait is not ready; zero or more. Null, the default: no such check.
    /// </summary>
    public long? Readiness { get; set; }
}

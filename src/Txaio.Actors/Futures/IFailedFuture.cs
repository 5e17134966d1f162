namespace Txaio.Actors;

/// <summary>
/// The argument of an errback: the exception that failed a future (<c>txaio.IFailedFuture</c>).
/// </summary>
/// <remarks>Immutable, usable from any thread and after its loop has ended.</remarks>
public interface IFailedFuture
{
    /// <summary>The very exception that the future was rejected with (<c>IFailedFuture.value</c>).</summary>
    Exception Value { get; }
}

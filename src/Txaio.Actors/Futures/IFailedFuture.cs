namespace Txaio.Actors;

/// <summary>
/// The argument of an errback: the exception that failed a future (<c>txaio.IFailedFuture</c>).
/// </summary>
/// <remarks>Immutable; usable from any thread, also after the loop has ended.</remarks>
public interface IFailedFuture
{
    /// <summary>The exception that the future was rejected with, not a copy (<c>IFailedFuture.value</c>).</summary>
    Exception Value { get; }
}

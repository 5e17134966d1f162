using System.Runtime.CompilerServices;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors;

/// <content>Timeouts that cancel a future.</content>
public static partial class FutureExtensions
{
    /// <summary>
    /// Cancels <paramref name="future"/> if it is still pending after <paramref name="delay"/>, measured on the clock
    /// of the future's loop (<c>Deferred.addTimeout</c> in Twisted). Never early.
    /// </summary>
    /// <remarks>
    /// <para>The completion of the future ends the timeout: no scheduled call stays pending. A future may have several
    /// timeouts; the first due timeout cancels the future. For a wait that ends while the future stays pending, see
    /// <see cref="Future{T}.WaitAsync(TimeSpan)"/>.</para>
    /// <para>The cancel does not run on the loop, so a blocked loop does not delay the cancel: an <c>await</c> outside
    /// of the loop resumes in time. The canceller and the callbacks run on the loop. If the future's loop closes first,
    /// the future is rejected with <see cref="LoopTerminatedException"/>. Any thread.</para>
    /// </remarks>
    /// <typeparam name="TFuture">The type of the future.</typeparam>
    /// <param name="future">The future. If it has completed, nothing happens.</param>
    /// <param name="delay">
    /// Zero or negative: soon, and never inside this call. <see cref="Timeout.InfiniteTimeSpan"/>: no timeout. At most
    /// 36,500 days.
    /// </param>
    /// <param name="message">
    /// The message of the future's <see cref="FutureCancelledException"/>; by default a text that names the future and
    /// the delay.
    /// </param>
    /// <returns>The same future.</returns>
    /// <exception cref="ArgumentException">The future is not a future of this library.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The future is pending, and its loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The future is pending, and its loop is at its capacity.</exception>
    [OverloadResolutionPriority(1)]
    public static TFuture CancelAfter<TFuture>(this TFuture future, TimeSpan delay, string? message = null)
        where TFuture : class, IFuture
    {
        TimeoutContinuation.Add(LibraryFuture(future), null, delay, message);
        return future;
    }

    /// <summary>
    /// As <see cref="CancelAfter{TFuture}(TFuture, TimeSpan, string)"/>, for very many coarse timeouts: the timeout is
    /// a call of <paramref name="timer"/>, measured on the timer's clock and rounded as the timer rounds.
    /// </summary>
    /// <remarks>
    /// The timer may belong to another loop; the cancel does not run on that loop. A timer drops its calls when the
    /// timer is disposed or its loop closes. The future then stays pending.
    /// </remarks>
    /// <typeparam name="TFuture">The type of the future.</typeparam>
    /// <param name="future">The future. If it has completed, nothing happens.</param>
    /// <param name="timer">The timer.</param>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: no timeout. At most 36,500 days.
    /// </param>
    /// <param name="message">
    /// The message of the future's <see cref="FutureCancelledException"/>; by default a text that names the future and
    /// the delay.
    /// </param>
    /// <returns>The same future.</returns>
    /// <exception cref="ArgumentException">The future is not a future of this library.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The future is pending, and the timer's loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">
    /// The future is pending, and the timer's loop is at its capacity.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The future is pending, and the timer has been disposed.</exception>
    [OverloadResolutionPriority(1)]
    public static TFuture CancelAfter<TFuture>(
        this TFuture future, IBatchedTimer timer, TimeSpan delay, string? message = null)
        where TFuture : class, IFuture
    {
        ArgumentNullException.ThrowIfNull(timer);
        TimeoutContinuation.Add(LibraryFuture(future), timer, delay, message);
        return future;
    }

    /// <summary>
    /// As <see cref="CancelAfter{TFuture}(TFuture, TimeSpan, string)"/>, for a reason that is an exception: see
    /// <see cref="IFuture.Cancel(Exception)"/>.
    /// </summary>
    /// <typeparam name="TFuture">The type of the future.</typeparam>
    /// <param name="future">The future. If it has completed, nothing happens.</param>
    /// <param name="delay">
    /// Zero or negative: soon, and never inside this call. <see cref="Timeout.InfiniteTimeSpan"/>: no timeout. At most
    /// 36,500 days.
    /// </param>
    /// <param name="reason">The inner exception of the future's <see cref="FutureCancelledException"/>.</param>
    /// <returns>The same future.</returns>
    /// <exception cref="ArgumentException">The future is not a future of this library.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The future is pending, and its loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The future is pending, and its loop is at its capacity.</exception>
    public static TFuture CancelAfter<TFuture>(this TFuture future, TimeSpan delay, Exception reason)
        where TFuture : class, IFuture
    {
        ArgumentNullException.ThrowIfNull(reason);
        TimeoutContinuation.Add(LibraryFuture(future), null, delay, reason);
        return future;
    }

    /// <summary>
    /// As <see cref="CancelAfter{TFuture}(TFuture, IBatchedTimer, TimeSpan, string)"/>, for a reason that is an
    /// exception: see <see cref="IFuture.Cancel(Exception)"/>.
    /// </summary>
    /// <typeparam name="TFuture">The type of the future.</typeparam>
    /// <param name="future">The future. If it has completed, nothing happens.</param>
    /// <param name="timer">The timer.</param>
    /// <param name="delay">
    /// Zero or negative: soon. <see cref="Timeout.InfiniteTimeSpan"/>: no timeout. At most 36,500 days.
    /// </param>
    /// <param name="reason">The inner exception of the future's <see cref="FutureCancelledException"/>.</param>
    /// <returns>The same future.</returns>
    /// <exception cref="ArgumentException">The future is not a future of this library.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delay is too long.</exception>
    /// <exception cref="LoopTerminatedException">The future is pending, and the timer's loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">
    /// The future is pending, and the timer's loop is at its capacity.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The future is pending, and the timer has been disposed.</exception>
    public static TFuture CancelAfter<TFuture>(
        this TFuture future, IBatchedTimer timer, TimeSpan delay, Exception reason)
        where TFuture : class, IFuture
    {
        ArgumentNullException.ThrowIfNull(timer);
        ArgumentNullException.ThrowIfNull(reason);
        TimeoutContinuation.Add(LibraryFuture(future), timer, delay, reason);
        return future;
    }

    private static Future LibraryFuture(IFuture future)
    {
        ArgumentNullException.ThrowIfNull(future);
        return future as Future ?? throw new ArgumentException(
            $"CancelAfter was given a {TypeName.Of(future.GetType())}; a Future<T> is needed.", nameof(future));
    }
}

namespace Txaio.Actors;

/// <content>The first of several futures.</content>
public partial interface ITxaio
{
    /// <summary>
    /// A future of the first of <paramref name="futures"/> that completes: with a value, a failure or a cancel
    /// (<c>asyncio.wait</c> with <c>FIRST_COMPLETED</c>).
    /// </summary>
    /// <remarks>
    /// <para>The result never fails because of <paramref name="futures"/>: await the first future for its value or its
    /// exception. If several futures have completed already, the first of them in the sequence counts.</para>
    /// <para>The other futures stay pending, and hold no reference to this call. All futures count as observed.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="futures">The futures, at least one, of any loops; the same future may appear twice.</param>
    /// <param name="cancelOthers">Whether the other futures are cancelled when the first has completed.</param>
    /// <returns>A future of the first future. Cancelling the result cancels the pending futures.</returns>
    /// <exception cref="ArgumentException">
    /// There are no futures, or a future is null. The message has the position of the null.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<Future<T>> WhenAny<T>(IEnumerable<Future<T>> futures, bool cancelOthers = false);

    /// <summary>As <see cref="WhenAny{T}(IEnumerable{Future{T}}, bool)"/>, for futures of any types.</summary>
    /// <inheritdoc cref="WhenAny{T}(IEnumerable{Future{T}}, bool)"
    /// path="/remarks|/param|/returns|/exception"/>
    Future<IFuture> WhenAny(IEnumerable<IFuture> futures, bool cancelOthers = false);

    /// <summary>
    /// As <see cref="WhenAny{T}(IEnumerable{Future{T}}, bool)"/>, for futures given as arguments. The other futures
    /// stay pending.
    /// </summary>
    /// <inheritdoc cref="WhenAny{T}(IEnumerable{Future{T}}, bool)" path="/remarks|/typeparam|/returns|/exception"/>
    /// <param name="futures">The futures, at least one, of any loops; the same future may appear twice.</param>
    sealed Future<Future<T>> WhenAny<T>(params Future<T>[] futures) => WhenAny((IEnumerable<Future<T>>)futures);

    /// <summary>
    /// As <see cref="WhenAny(IEnumerable{IFuture}, bool)"/>, for futures given as arguments. The other futures stay
    /// pending.
    /// </summary>
    /// <inheritdoc cref="WhenAny{T}(IEnumerable{Future{T}}, bool)" path="/remarks|/returns|/exception"/>
    /// <param name="futures">The futures, at least one, of any loops; the same future may appear twice.</param>
    sealed Future<IFuture> WhenAny(params IFuture[] futures) => WhenAny((IEnumerable<IFuture>)futures);

    /// <summary>
    /// A future of the value of the first of <paramref name="futures"/> that succeeds (<c>DeferredList</c> with
    /// <c>fireOnOneCallback</c> in Twisted).
    /// </summary>
    /// <remarks>
    /// <para>Earlier failures are consumed. When all futures have failed or were cancelled, the result is rejected with
    /// an <see cref="AggregateException"/> of their exceptions, in the order of the sequence. If several futures have
    /// succeeded already, the first of them in the sequence counts.</para>
    /// <para>The other futures stay pending, and hold no reference to this call. All futures count as observed.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="futures">The futures, at least one, of any loops; the same future may appear twice.</param>
    /// <param name="cancelOthers">Whether pending futures are cancelled when the first has succeeded.</param>
    /// <returns>A future of the value. Cancelling the result cancels the pending futures.</returns>
    /// <exception cref="ArgumentException">
    /// There are no futures, or a future is null. The message has the position of the null.
    /// </exception>
    /// <exception cref="LoopTerminatedException">The loop has closed.</exception>
    /// <exception cref="LoopOverloadedException">The loop is at its capacity.</exception>
    Future<T> FirstSuccess<T>(IEnumerable<Future<T>> futures, bool cancelOthers = false);

    /// <summary>As <see cref="FirstSuccess{T}(IEnumerable{Future{T}}, bool)"/>, for futures of any types.</summary>
    /// <inheritdoc cref="FirstSuccess{T}(IEnumerable{Future{T}}, bool)"
    /// path="/remarks|/param|/returns|/exception"/>
    Future<object?> FirstSuccess(IEnumerable<IFuture> futures, bool cancelOthers = false);

    /// <summary>
    /// As <see cref="FirstSuccess{T}(IEnumerable{Future{T}}, bool)"/>, for futures given as arguments. The other
    /// futures stay pending.
    /// </summary>
    /// <inheritdoc cref="FirstSuccess{T}(IEnumerable{Future{T}}, bool)"
    /// path="/remarks|/typeparam|/returns|/exception"/>
    /// <param name="futures">The futures, at least one, of any loops; the same future may appear twice.</param>
    sealed Future<T> FirstSuccess<T>(params Future<T>[] futures) => FirstSuccess((IEnumerable<Future<T>>)futures);

    /// <summary>
    /// As <see cref="FirstSuccess(IEnumerable{IFuture}, bool)"/>, for futures given as arguments. The other futures
    /// stay pending.
    /// </summary>
    /// <inheritdoc cref="FirstSuccess{T}(IEnumerable{Future{T}}, bool)" path="/remarks|/returns|/exception"/>
    /// <param name="futures">The futures, at least one, of any loops; the same future may appear twice.</param>
    sealed Future<object?> FirstSuccess(params IFuture[] futures) => FirstSuccess((IEnumerable<IFuture>)futures);
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using Akka;
using Txaio.Actors.Futures.Failures;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors;

/// <summary>
/// For ported code: functions of txaio for which futures and .NET have members. <c>txaio.Resolve(future, 1)</c> does
/// the same as <c>future.Resolve(1)</c>.
/// </summary>
/// <remarks>
/// All methods may be used from any thread, also after the loop has closed, and take futures of any loop. All throw an
/// <see cref="ArgumentNullException"/> when a required argument is null.
/// </remarks>
public static class TxaioPortingExtensions
{
    private const int NanosecondsPerTick = 100;

    /// <summary>Whether <paramref name="obj"/> is a future or a task (<c>txaio.is_future</c>).</summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="obj">Anything.</param>
    /// <returns>True for futures, tasks and value tasks, with and without a value.</returns>
    public static bool IsFuture(this ITxaio txaio, object? obj)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        return obj is IFuture or Task or ValueTask || IsValueTaskOfT(obj);
    }

    /// <summary>
    /// Whether a future or task has been completed: with a value, a failure or a cancel (<c>txaio.is_called</c>).
    /// </summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="future">A future, task or value task.</param>
    /// <returns>True once the future or task is completed.</returns>
    /// <exception cref="ArgumentException">The argument is no future, task or value task.</exception>
    public static bool IsCalled(this ITxaio txaio, object future)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        return future switch
        {
            IFuture ours => ours.IsCalled,
            Task task => task.IsCompleted,
            ValueTask task => task.IsCompleted,
            _ when IsValueTaskOfT(future) =>
                (bool)future.GetType().GetProperty(nameof(ValueTask.IsCompleted))!.GetValue(future)!,
            _ => throw new ArgumentException(
                $"IsCalled takes a future, a task or a value task, not a {TypeName.Of(future.GetType())}.",
                nameof(future)),
        };
    }

    /// <summary>Gives a future its value (<c>txaio.resolve</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="txaio">Any instance.</param>
    /// <param name="future">The future, of any loop.</param>
    /// <param name="result">The value.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    public static void Resolve<T>(this ITxaio txaio, Future<T> future, T result)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        future.Resolve(result);
    }

    /// <summary>Completes a future without a value (<c>txaio.resolve</c>).</summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="future">The future, of any loop.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    public static void Resolve(this ITxaio txaio, Future<Done> future) => txaio.Resolve(future, Done.Instance);

    /// <summary>
    /// Fails a future (<c>txaio.reject</c>). In txaio the exception may be left out; here it is required.
    /// </summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="future">The future, of any loop.</param>
    /// <param name="error">The exception or failure.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    [OverloadResolutionPriority(1)]
    public static void Reject(this ITxaio txaio, IFuture future, Exception error)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        future.Reject(error);
    }

    /// <summary>Fails a future with another future's failure (<c>txaio.reject</c>).</summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="future">The future, of any loop.</param>
    /// <param name="error">The exception or failure.</param>
    /// <exception cref="FutureAlreadyCalledException">The future was completed before; it stays as it was.</exception>
    /// <exception cref="ArgumentNullException">The error is null, or has no exception.</exception>
    public static void Reject(this ITxaio txaio, IFuture future, IFailedFuture error)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        future.Reject(error);
    }

    /// <summary>Cancels a future, if it is pending (<c>txaio.cancel</c>).</summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="future">The future, of any loop.</param>
    /// <param name="msg">The message of the future's <see cref="FutureCancelledException"/>.</param>
    [OverloadResolutionPriority(1)]
    public static void Cancel(this ITxaio txaio, IFuture future, string? msg = null)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        future.Cancel(msg);
    }

    /// <summary>
    /// Cancels a future, if it is pending, for a reason that is an exception (<c>txaio.cancel</c>).
    /// </summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="future">The future, of any loop.</param>
    /// <param name="reason">The inner exception of the future's <see cref="FutureCancelledException"/>.</param>
    public static void Cancel(this ITxaio txaio, IFuture future, Exception reason)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        future.Cancel(reason);
    }

    /// <summary>Adds a callback, an errback, or both (<c>txaio.add_callbacks</c>).</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="txaio">Any instance.</param>
    /// <param name="future">The future, of any loop; the callbacks run on its loop.</param>
    /// <param name="callback">Gets the value.</param>
    /// <param name="errback">Gets the failure.</param>
    /// <exception cref="ArgumentException">Both are null.</exception>
    public static void AddCallbacks<T>(
        this ITxaio txaio, Future<T> future, Action<T>? callback = null, Action<IFailedFuture>? errback = null)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        future.AddCallbacks(callback, errback);
    }

    /// <summary>Adds an async callback, with or without an errback (<c>txaio.add_callbacks</c>).</summary>
    /// <remarks>
    /// An exception of the callback goes to the errback on the loop, also when it is thrown after an <c>await</c>.
    /// Without an errback the exception is reported.
    /// </remarks>
    /// <inheritdoc cref="AddCallbacks{T}(ITxaio, Future{T}, Action{T}, Action{IFailedFuture})"/>
    [OverloadResolutionPriority(1)]
    public static void AddCallbacks<T>(
        this ITxaio txaio, Future<T> future, Func<T, Task>? callback, Action<IFailedFuture>? errback = null)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        future.AddCallbacks(callback, errback);
    }

    /// <summary>
    /// Adds a callback, an errback, or both to a future of any type (<c>txaio.add_callbacks</c>).
    /// </summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="future">The future, of any loop; the callbacks run on its loop.</param>
    /// <param name="callback">Gets the value as an object.</param>
    /// <param name="errback">Gets the failure.</param>
    /// <exception cref="ArgumentException">Both are null.</exception>
    [OverloadResolutionPriority(-1)]
    public static void AddCallbacks(
        this ITxaio txaio, IFuture future, Action<object?>? callback = null, Action<IFailedFuture>? errback = null)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        future.AddCallbacks(callback, errback);
    }

    /// <summary>Adds an async callback to a future of any type (<c>txaio.add_callbacks</c>).</summary>
    /// <remarks>
    /// An exception of the callback goes to the errback on the loop, also when it is thrown after an <c>await</c>.
    /// Without an errback the exception is reported.
    /// </remarks>
    /// <inheritdoc cref="AddCallbacks(ITxaio, IFuture, Action{object}, Action{IFailedFuture})"/>
    public static void AddCallbacks(
        this ITxaio txaio, IFuture future, Func<object?, Task>? callback, Action<IFailedFuture>? errback = null)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        ArgumentNullException.ThrowIfNull(future);
        future.AddCallbacks(callback, errback);
    }

    /// <summary>A failure of an exception (<c>txaio.create_failure</c>).</summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="exception">The exception; required, since .NET has no current exception as Python has.</param>
    /// <returns>The failure.</returns>
    public static IFailedFuture CreateFailure(this ITxaio txaio, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        return new FailedFuture(exception);
    }

    /// <summary>A failure on one line (<c>txaio.failure_message</c>): <c>{exception type}: {message}</c>.</summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="failure">An <see cref="IFailedFuture"/> or exception.</param>
    /// <returns>The line; for any other object, or null, a text that says that it is no failure.</returns>
    public static string FailureMessage(this ITxaio txaio, object? failure)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        return FailureText.Message(failure);
    }

    /// <summary>A failure's stack trace (<c>txaio.failure_traceback</c>).</summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="failure">An <see cref="IFailedFuture"/> or exception.</param>
    /// <returns>The stack trace; null when the exception was never thrown, and for any other object.</returns>
    public static StackTrace? FailureTraceback(this ITxaio txaio, object? failure)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        return FailureText.Traceback(failure);
    }

    /// <summary>
    /// A failure in full (<c>txaio.failure_format_traceback</c>): text, stack trace, inner exceptions.
    /// </summary>
    /// <param name="txaio">Any instance.</param>
    /// <param name="failure">An <see cref="IFailedFuture"/> or exception.</param>
    /// <returns>The text; for any other object, or null, a text that says that it is no failure.</returns>
    public static string FailureFormatTraceback(this ITxaio txaio, object? failure)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        return FailureText.FormatTraceback(failure);
    }

    /// <summary>
    /// The time in nanoseconds since 1970, UTC (<c>txaio.time_ns</c>), by the wall clock of the actor system's
    /// scheduler. Its resolution is 100 ns.
    /// </summary>
    /// <param name="txaio">An instance of the actor system.</param>
    /// <returns>The nanoseconds.</returns>
    public static long TimeNs(this ITxaio txaio)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        return (txaio.Loop.System.Scheduler.Now.UtcTicks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick;
    }

    /// <summary>
    /// The time in nanoseconds from an arbitrary start (<c>txaio.perf_counter_ns</c>), by the monotonic high-resolution
    /// clock of the actor system's scheduler. Its resolution is 100 ns.
    /// </summary>
    /// <param name="txaio">An instance of the actor system.</param>
    /// <returns>The nanoseconds.</returns>
    public static long PerfCounterNs(this ITxaio txaio)
    {
        ArgumentNullException.ThrowIfNull(txaio);
        return txaio.Loop.System.Scheduler.HighResMonotonicClock.Ticks * NanosecondsPerTick;
    }

    private static bool IsValueTaskOfT(object? obj) =>
        obj?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>);
}

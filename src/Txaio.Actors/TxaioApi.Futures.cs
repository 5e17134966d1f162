using System.Diagnostics;
using Akka;
using Akka.Actor;

namespace Txaio.Actors;

/// <content>Futures and failures.</content>
internal sealed partial class TxaioApi
{
    public Future<T> CreateFuture<T>(Action<Future<T>>? canceller = null)
    {
        loop.ThrowIfRefusing();
        return new Future<T>(loop, canceller);
    }

    public Future<Done> CreateFuture(Action<Future<Done>>? canceller = null) => CreateFuture<Done>(canceller);

    public Future<T> CreateFutureSuccess<T>(T result)
    {
        var future = CreateFuture<T>();
        future.Resolve(result);
        return future;
    }

    public Future<Done> CreateFutureSuccess() => CreateFutureSuccess(Done.Instance);

    public Future<T> CreateFutureError<T>(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var future = CreateFuture<T>();
        future.Reject(error);
        return future;
    }

    public Future<T> CreateFutureError<T>(IFailedFuture error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return CreateFutureError<T>(error.Value);
    }

    public bool IsFuture(object? obj) => obj is IFuture or Task or ValueTask || IsValueTaskOfT(obj);

    public bool IsCalled(object future) => future switch
    {
        null => throw new ArgumentNullException(nameof(future)),
        IFuture ours => ours.IsCalled,
        Task task => task.IsCompleted,
        ValueTask task => task.IsCompleted,
        _ when IsValueTaskOfT(future) =>
            (bool)future.GetType().GetProperty(nameof(ValueTask.IsCompleted))!.GetValue(future)!,
        _ => throw new ArgumentException(
            $"IsCalled takes a future, a task or a value task, not a {TypeName.Of(future.GetType())}.",
            nameof(future)),
    };

    public void Resolve<T>(Future<T> future, T result)
    {
        ArgumentNullException.ThrowIfNull(future);
        future.Resolve(result);
    }

    public void Resolve(Future<Done> future) => Resolve(future, Done.Instance);

    public void Reject(IFuture future, Exception error)
    {
        ArgumentNullException.ThrowIfNull(future);
        future.Reject(error);
    }

    public void Reject(IFuture future, IFailedFuture error)
    {
        ArgumentNullException.ThrowIfNull(future);
        future.Reject(error);
    }

    public void Cancel(IFuture future, string? msg = null)
    {
        ArgumentNullException.ThrowIfNull(future);
        future.Cancel(msg);
    }

    public void AddCallbacks<T>(Future<T> future, Action<T>? callback = null, Action<IFailedFuture>? errback = null)
    {
        ArgumentNullException.ThrowIfNull(future);
        future.AddCallbacks(callback, errback);
    }

    public Future<IReadOnlyList<Outcome<T>>> Gather<T>(
        IEnumerable<Future<T>> futures, bool consumeExceptions = true) =>
        Gather(Copied(futures), consumeExceptions, static future => ((Future<T>)future).Result);

    public Future<IReadOnlyList<Outcome<object?>>> Gather(
        IEnumerable<IFuture> futures, bool consumeExceptions = true) =>
        Gather(Ours(Copied(futures)), consumeExceptions, static future => future.UntypedResult);

    public Future<T> Ask<T>(
        ICanTell target,
        object message,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(message);
        var allowed = timeout ?? extension.Settings.Futures.AskTimeout;
        if (allowed <= TimeSpan.Zero && allowed != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, "An Ask's timeout must be positive, or Timeout.InfiniteTimeSpan for none.");
        }

        if (allowed > LoopTimers.MaxDelay)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, $"An Ask's timeout is at most {LoopTimers.MaxDelayText}.");
        }

        loop.ThrowIfRefusing();
        var measurement = AskMeasurement.IsListenedTo ? new AskMeasurement(loop, target, ref message) : null;
        var ask = new AskFuture<T>(loop, target, message, allowed, _deadlines.DueIn(allowed));
        if (measurement is not null)
            ask.AddContinuation(measurement);
        ask.JoinLoop();
        TokenContinuation.Add(ask, cancellationToken, "The Ask's token was cancelled.");
        if (!ask.IsCalled)
            ask.Send(_deadlines);
        measurement?.Sent();
        return ask;
    }

    public IFailedFuture CreateFailure(Exception exception) => new FailedFuture(exception);

    public string FailureMessage(object failure) => FailureText.Message(failure);

    public StackTrace? FailureTraceback(object failure) => FailureText.Traceback(failure);

    public string FailureFormatTraceback(object failure) => FailureText.FormatTraceback(failure);

    private static bool IsValueTaskOfT(object? obj) =>
        obj?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    // As a whole where it can be: to go from one to the next costs as much as to gather it.
    private static TFuture[] Copied<TFuture>(IEnumerable<TFuture> futures)
        where TFuture : class
    {
        ArgumentNullException.ThrowIfNull(futures);
        TFuture[] copied = [.. futures];
        var missing = Array.IndexOf(copied, null);
        return missing < 0 ? copied : throw new ArgumentException(
            $"Gather was given null at position {missing}; a future is needed.", nameof(futures));
    }

    private static Future[] Ours(IFuture[] futures) => Array.ConvertAll(
        futures,
        future => future as Future ?? throw new ArgumentException(
            $"Gather was given a {TypeName.Of(future.GetType())} at position {Array.IndexOf(futures, future)}; "
            + "a Future<T> is needed.",
            nameof(futures)));

    private Future<IReadOnlyList<Outcome<T>>> Gather<T>(
        Future[] futures, bool consumeExceptions, Func<Future, T> valueOf)
    {
        loop.ThrowIfRefusing();
        return Gathering<T>.Of(loop, futures, consumeExceptions, valueOf);
    }
}

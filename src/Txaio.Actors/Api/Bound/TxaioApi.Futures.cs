using System.Runtime.CompilerServices;
using Akka;
using Akka.Actor;
using Txaio.Actors.Futures.Asking;
using Txaio.Actors.Futures.Bodies;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Api.Bound;

/// <content>Futures.</content>
internal sealed partial class TxaioApi
{
    public Future<T> CreateFuture<T>(Action<Future<T>>? canceller = null)
    {
        loop.ThrowIfRefusing();
        return ScopedFutures.Create(loop, canceller);
    }

    public Future<Done> CreateFuture(Action<Future<Done>>? canceller = null) => CreateFuture<Done>(canceller);

    public Future<T> CreateFutureSuccess<T>(T result)
    {
        loop.ThrowIfRefusing();
        var future = new Future<T>(loop);
        future.Resolve(result);
        return future;
    }

    public Future<Done> CreateFutureSuccess() => CreateFutureSuccess(Done.Instance);

    public Future<T> CreateFutureError<T>(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        loop.ThrowIfRefusing();
        var future = new Future<T>(loop);
        future.Reject(error);
        return future;
    }

    public Future<T> CreateFutureError<T>(IFailedFuture error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return CreateFutureError<T>(error.Value);
    }

    public Future<IReadOnlyList<Outcome<T>>> Gather<T>(
        IEnumerable<Future<T>> futures, bool consumeExceptions = true) =>
        Gather(Copied(futures), consumeExceptions, static future => ((Future<T>)future).Result);

    public Future<IReadOnlyList<Outcome<object?>>> Gather(
        IEnumerable<IFuture> futures, bool consumeExceptions = true) =>
        Gather(LibraryFutures(Copied(futures)), consumeExceptions, static future => future.UntypedResult);

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

        if (allowed > Delays.Max)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, $"An Ask's timeout is at most {Delays.MaxText}.");
        }

        loop.ThrowIfRefusing();
        var measurement = AskMeasurement.IsListenedTo ? new AskMeasurement(loop, target, ref message) : null;
        var ask = new AskFuture<T>(loop, target, message, allowed, _timeouts.DueIn(allowed));
        if (measurement is not null)
            ask.AddContinuation(measurement);
        ask.RegisterWithLoop();
        TokenContinuation.Add(ask, cancellationToken, "The Ask's token was cancelled.");
        if (!ask.IsCalled)
            ask.Send(_timeouts);
        measurement?.Sent();
        return ask.InScope();
    }

    // A collection is copied as a whole: enumerating it would cost as much as the gathering.
    private static TFuture[] Copied<TFuture>(IEnumerable<TFuture> futures, [CallerMemberName] string caller = "")
        where TFuture : class
    {
        ArgumentNullException.ThrowIfNull(futures);
        TFuture[] copied = [.. futures];
        var missing = Array.IndexOf(copied, null);
        return missing < 0 ? copied : throw new ArgumentException(
            $"{caller} was given null at position {missing}; a future is needed.", nameof(futures));
    }

    private static Future[] LibraryFutures(IFuture[] futures, [CallerMemberName] string caller = "") => Array.ConvertAll(
        futures,
        future => future as Future ?? throw new ArgumentException(
            $"{caller} was given a {TypeName.Of(future.GetType())} at position {Array.IndexOf(futures, future)}; "
            + "a Future<T> is needed.",
            nameof(futures)));

    private Future<IReadOnlyList<Outcome<T>>> Gather<T>(
        Future[] futures, bool consumeExceptions, Func<Future, T> valueOf)
    {
        loop.ThrowIfRefusing();
        return GatherContinuation<T>.Of(loop, futures, consumeExceptions, valueOf);
    }
}

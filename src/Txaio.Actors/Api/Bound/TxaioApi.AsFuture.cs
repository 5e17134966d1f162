using Akka;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Api.Bound;

/// <content>The overloads of <c>as_future</c>. Each runs its function and follows the result.</content>
internal sealed partial class TxaioApi
{
    public Future<T> AsFuture<T>(Func<Task<T>> fun) => Following(NotNull(fun), static fun => fun());

    public Future<Done> AsFuture(Func<Task> fun) => Following(NotNull(fun), static fun => fun());

    public Future<T> AsFuture<T>(Func<T> fun) => Plain(NotNull(fun), static fun => fun());

    public Future<Done> AsFuture(Action fun) => Plain(NotNull(fun), static fun =>
    {
        fun();
        return Done.Instance;
    });

    public Future<T> AsFuture<T>(Func<Future<T>> fun) => Returned(NotNull(fun), static fun => fun());

    public Future<T> AsFuture<T>(Func<ValueTask<T>> fun) => Following(NotNull(fun), static fun => fun().AsTask());

    public Future<Done> AsFuture(Func<ValueTask> fun) => Following(NotNull(fun), static fun => fun().AsTask());

    public Future<T> AsFuture<T>(Func<CancellationToken, Task<T>> fun)
    {
        var work = Cancellable<T>(NotNull(fun));
        return Started(work.Future, work.Token, fun, static (future, task) => future.Follow(task));
    }

    public Future<Done> AsFuture(Func<CancellationToken, Task> fun)
    {
        var work = Cancellable<Done>(NotNull(fun));
        return Started(work.Future, work.Token, fun, static (future, task) => future.Follow(task));
    }

    public Future<T> AsFuture<TArg, T>(Func<TArg, Task<T>> fun, TArg arg) =>
        Following((NotNull(fun), arg), static call => call.Item1(call.arg));

    public Future<Done> AsFuture<TArg>(Func<TArg, Task> fun, TArg arg) =>
        Following((NotNull(fun), arg), static call => call.Item1(call.arg));

    public Future<T> AsFuture<TArg, T>(Func<TArg, T> fun, TArg arg) =>
        Plain((NotNull(fun), arg), static call => call.Item1(call.arg));

    public Future<Done> AsFuture<TArg>(Action<TArg> fun, TArg arg) => Plain((NotNull(fun), arg), static call =>
    {
        call.Item1(call.arg);
        return Done.Instance;
    });

    public Future<T> AsFuture<TArg, T>(Func<TArg, Future<T>> fun, TArg arg) =>
        Returned((NotNull(fun), arg), static call => call.Item1(call.arg));

    public Future<T> AsFuture<TArg, T>(Func<TArg, ValueTask<T>> fun, TArg arg) =>
        Following((NotNull(fun), arg), static call => call.Item1(call.arg).AsTask());

    public Future<Done> AsFuture<TArg>(Func<TArg, ValueTask> fun, TArg arg) =>
        Following((NotNull(fun), arg), static call => call.Item1(call.arg).AsTask());

    private static TDelegate NotNull<TDelegate>(TDelegate? fun)
        where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(fun);
        return fun;
    }

    private static TResult NotNullResult<TResult>(TResult? result)
        where TResult : class =>
        result ?? throw new InvalidOperationException(
            $"The function given to AsFuture returned null where a {TypeName.Of(typeof(TResult))} was expected.");

    private static void ThrowIfStream<T>(T result)
    {
        var type = typeof(T) == typeof(object) ? result?.GetType() ?? typeof(object) : typeof(T);
        if (IsStream(type) || (typeof(T) == typeof(object) && type.GetInterfaces().Any(IsStream)))
        {
            throw new InvalidOperationException(
                $"The function given to AsFuture returned a {TypeName.Of(type)}, a stream of values: " +
                "enumerate it with await foreach, inside the function or instead of AsFuture.");
        }
    }

    private static bool IsStream(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);

    private Future<T> Plain<TCall, T>(TCall call, Func<TCall, T> run)
    {
        loop.ThrowIfRefusing();
        T result;
        try
        {
            result = run(call);
        }
        catch (Exception e)
        {
            return CreateFutureError<T>(e);
        }

        // Outside the try: a programming error is thrown to the caller, as in txaio, instead of failing the future.
        ThrowIfStream(result);
        return CreateFutureSuccess(result);
    }

    private Future<T> Returned<TCall, T>(TCall call, Func<TCall, Future<T>> run)
    {
        loop.ThrowIfRefusing();
        try
        {
            return NotNullResult(run(call));
        }
        catch (Exception e)
        {
            return CreateFutureError<T>(e);
        }
    }

    private Future<T> Following<TCall, T>(TCall call, Func<TCall, Task<T>> run)
    {
        loop.ThrowIfRefusing();
        try
        {
            return new Future<T>(loop).Follow(NotNullResult(run(call)));
        }
        catch (Exception e)
        {
            return CreateFutureError<T>(e);
        }
    }

    private Future<Done> Following<TCall>(TCall call, Func<TCall, Task> run)
    {
        loop.ThrowIfRefusing();
        try
        {
            return new Future<Done>(loop).Follow(NotNullResult(run(call)));
        }
        catch (Exception e)
        {
            return CreateFutureError<Done>(e);
        }
    }

    private (Future<T> Future, CancellationToken Token) Cancellable<T>(Delegate fun)
    {
        // Not disposed: the source has no timer, and has a wait handle only if the function asks for one.
        var source = new CancellationTokenSource();
        return (CreateFuture<T>(_ => source.Cancel()), source.Token);
    }

    private static Future<T> Started<T, TTask>(
        Future<T> future,
        CancellationToken token,
        Func<CancellationToken, TTask> fun,
        Func<Future<T>, TTask, Future<T>> follow)
        where TTask : Task
    {
        try
        {
            return follow(future, NotNullResult(fun(token)));
        }
        catch (Exception e)
        {
            future.TryReject(e);
            return future;
        }
    }
}

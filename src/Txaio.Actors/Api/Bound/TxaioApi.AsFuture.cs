using Akka;
using Txaio.Actors.Futures.Bodies;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Api.Bound;

/// <content>The overloads of <c>as_future</c>. Each runs its function and follows the result.</content>
internal sealed partial class TxaioApi
{
    public Future<T> AsFuture<T>(Func<Task<T>> fun) => Following(NotNull(fun), static fun => NotNullResult(fun()));

    public Future<Done> AsFuture(Func<Task> fun) => Following(NotNull(fun), static fun => NotNullResult(fun()));

    public Future<T> AsFuture<T>(Func<T> fun) => Plain(NotNull(fun), static fun => fun());

    public Future<Done> AsFuture(Action fun) => Plain(NotNull(fun), static fun =>
    {
        fun();
        return Done.Instance;
    });

    public Future<T> AsFuture<T>(Func<Future<T>> fun) => Returned(NotNull(fun), static fun => fun());

    public Future<T> AsFuture<T>(Func<ValueTask<T>> fun) => Following(NotNull(fun), static fun => fun().AsTask());

    public Future<Done> AsFuture(Func<ValueTask> fun) => Following(NotNull(fun), static fun => fun().AsTask());

    public Future<T> AsFuture<T>(Func<CancellationToken, Task<T>> fun) => WithToken<T, Task<T>>(fun);

    public Future<Done> AsFuture(Func<CancellationToken, Task> fun) => WithToken<Done, Task>(fun);

    public Future<T> AsFuture<TArg, T>(Func<TArg, Task<T>> fun, TArg arg) =>
        Following((NotNull(fun), arg), static call => NotNullResult(call.Item1(call.arg)));

    public Future<Done> AsFuture<TArg>(Func<TArg, Task> fun, TArg arg) =>
        Following((NotNull(fun), arg), static call => NotNullResult(call.Item1(call.arg)));

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
        if (HiddenTask.MayBe<T>())
            return new BodyFuture<T>(loop).RunUntyped(call, run, ThrowIfStream);
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
        return new BodyFuture<T>(loop).Run(call, run);
    }

    private Future<Done> Following<TCall>(TCall call, Func<TCall, Task> run)
    {
        loop.ThrowIfRefusing();
        return new BodyFuture<Done>(loop).Run(call, run);
    }

    private Future<T> WithToken<T, TTask>(Func<CancellationToken, TTask> fun)
        where TTask : Task
    {
        ArgumentNullException.ThrowIfNull(fun);
        loop.ThrowIfRefusing();
        var source = new CancellationTokenSource();
        return new BodyFuture<T>(loop, source).Run(
            (fun, source.Token), static call => NotNullResult(call.fun(call.Token)));
    }
}

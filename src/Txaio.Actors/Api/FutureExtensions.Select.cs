using System.Runtime.CompilerServices;
using Akka;
using Txaio.Actors.Futures.Bodies;
using Txaio.Actors.Futures.Continuations;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors;

/// <content>Futures whose values are made from those of other futures.</content>
public static partial class FutureExtensions
{
    /// <summary>
    /// A future of the mapped value of <paramref name="future"/> (a callback of a <c>Deferred</c> in Twisted). Cancelling
    /// the result cancels <paramref name="future"/>.
    /// </summary>
    /// <remarks>
    /// <para>The map runs once, on the loop, and never inside the call that completes the future. It does not run when
    /// the future fails, or when the result was cancelled before. The execution context flows. After the loop has ended,
    /// the map runs on the thread pool.</para>
    /// <para>The result fails with the exception of the map. A failure of the future fails the result, a cancel cancels
    /// the result, with the same exception. The future counts as observed.</para>
    /// <para>The cancel runs on the loop, with the same message and token, and reaches the future also when other code
    /// waits for it, as with <see cref="ITxaio.Gather{T}(IEnumerable{Future{T}}, bool)"/>. Once the future is completed,
    /// the cancel reaches the task or future of the map, as with <see cref="ITxaio.AsFuture(Func{Task})"/>.</para>
    /// <para>A task, value task or future that the map returns as an object is unwrapped.</para>
    /// </remarks>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <typeparam name="TResult">The type of the mapped value.</typeparam>
    /// <param name="future">The future. It may be completed already. Any thread.</param>
    /// <param name="map">Makes the mapped value from the value.</param>
    /// <returns>The future of the mapped value, on the same loop.</returns>
    public static Future<TResult> Select<T, TResult>(this Future<T> future, Func<T, TResult> map)
    {
        ThrowIfNull(future, map);
        return MappedFuture<TResult>.Of(future, map, HiddenTask.MayBe<TResult>() ? CompleteBehind : Complete);
    }

    /// <summary>
    /// As <see cref="Select{T, TResult}(Future{T}, Func{T, TResult})"/>, with an async map: the result is completed when
    /// the map's task is.
    /// </summary>
    /// <inheritdoc cref="Select{T, TResult}(Future{T}, Func{T, TResult})"/>
    [OverloadResolutionPriority(1)]
    public static Future<TResult> Select<T, TResult>(this Future<T> future, Func<T, Task<TResult>> map)
    {
        ThrowIfNull(future, map);
        return MappedFuture<TResult>.Of(future, map, static (result, map, value) => result.Follow(
            new BodyFuture<TResult>(result.Loop).Run((map, value), static call => Given(call.map(call.value)))));
    }

    /// <summary>
    /// As <see cref="Select{T, TResult}(Future{T}, Func{T, Task{TResult}})"/>, with a map without a value.
    /// </summary>
    /// <inheritdoc cref="Select{T, TResult}(Future{T}, Func{T, TResult})"/>
    /// <returns>The future of the map's end, on the same loop.</returns>
    [OverloadResolutionPriority(1)]
    public static Future<Done> Select<T>(this Future<T> future, Func<T, Task> map)
    {
        ThrowIfNull(future, map);
        return MappedFuture<Done>.Of(future, map, static (result, map, value) => result.Follow(
            new BodyFuture<Done>(result.Loop).Run((map, value), static call => Given(call.map(call.value)))));
    }

    /// <inheritdoc cref="Select{T, TResult}(Future{T}, Func{T, Task{TResult}})"/>
    public static Future<TResult> Select<T, TResult>(this Future<T> future, Func<T, ValueTask<TResult>> map)
    {
        ThrowIfNull(future, map);
        return MappedFuture<TResult>.Of(future, map, static (result, map, value) => result.Follow(
            new BodyFuture<TResult>(result.Loop).Run((map, value), static call => call.map(call.value).AsTask())));
    }

    /// <inheritdoc cref="Select{T}(Future{T}, Func{T, Task})"/>
    public static Future<Done> Select<T>(this Future<T> future, Func<T, ValueTask> map)
    {
        ThrowIfNull(future, map);
        return MappedFuture<Done>.Of(future, map, static (result, map, value) => result.Follow(
            new BodyFuture<Done>(result.Loop).Run((map, value), static call => call.map(call.value).AsTask())));
    }

    /// <summary>
    /// As <see cref="Select{T, TResult}(Future{T}, Func{T, TResult})"/>, with a map that returns a future: the result is
    /// completed as that future is.
    /// </summary>
    /// <inheritdoc cref="Select{T, TResult}(Future{T}, Func{T, TResult})"/>
    public static Future<TResult> Select<T, TResult>(this Future<T> future, Func<T, Future<TResult>> map)
    {
        ThrowIfNull(future, map);
        return MappedFuture<TResult>.Of(future, map, static (result, map, value) =>
        {
            Future<TResult> work;
            try
            {
                work = Given(map(value));
            }
            catch (Exception e)
            {
                result.TryReject(e);
                return;
            }

            result.Follow(work);
        });
    }

    private static void Complete<T, TResult>(MappedFuture<TResult> result, Func<T, TResult> map, T value)
    {
        TResult mapped;
        try
        {
            mapped = map(value);
        }
        catch (Exception e)
        {
            result.TryReject(e);
            return;
        }

        result.TryResolve(mapped);
    }

    private static void CompleteBehind<T, TResult>(MappedFuture<TResult> result, Func<T, TResult> map, T value) =>
        result.Follow(new BodyFuture<TResult>(result.Loop).RunUntyped(
            (map, value), static call => call.map(call.value), static _ => { }));

    private static TResult Given<TResult>(TResult? result)
        where TResult : class =>
        result ?? throw new InvalidOperationException(
            $"The map given to Select returned null where a {TypeName.Of(typeof(TResult))} was expected.");

    private static void ThrowIfNull(object future, Delegate map)
    {
        ArgumentNullException.ThrowIfNull(future);
        ArgumentNullException.ThrowIfNull(map);
    }
}

using Akka;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// Gather with its futures as arguments. The calls must compile. The types of the calls show the overloads that they
/// bind to.
/// </summary>
public sealed class GatherParamsTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("failed");

    [Fact]
    public void Arguments_of_one_type_gather_typed_in_order()
    {
        var (f, g, h) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>(), Tx.CreateFutureError<int>(_error));
        Future<IReadOnlyList<Outcome<int>>> gathered = Tx.Gather(f, g, h);
        Future<IReadOnlyList<Outcome<int>>> one = Tx.Gather(f);

        g.Resolve(2);
        f.Resolve(1);

        Assert.Equal(["1", "2", "InvalidOperationException: failed"], Texts(gathered));
        Assert.Equal(["1"], Texts(one));
    }

    [Fact]
    public void Arguments_of_several_types_gather_untyped()
    {
        IFuture untyped = Tx.CreateFutureSuccess(4);
        Future<IReadOnlyList<Outcome<object?>>> mixed =
            Tx.Gather(Tx.CreateFutureSuccess(1), Tx.CreateFutureSuccess("two"), Tx.CreateFutureSuccess());
        Future<IReadOnlyList<Outcome<object?>>> withUntyped = Tx.Gather(Tx.CreateFutureSuccess(3), untyped);
        Future<IReadOnlyList<Outcome<object?>>> single = Tx.Gather(untyped);

        Assert.Equal(["1", "two", $"{Done.Instance}"], Texts(mixed));
        Assert.Equal(["3", "4"], Texts(withUntyped));
        Assert.Equal(["4"], Texts(single));
    }

    [Fact]
    public void Sequences_bind_as_before()
    {
        Future<int>[] array = [Tx.CreateFutureSuccess(1), Tx.CreateFutureSuccess(2)];
        var list = array.ToList();
        IFuture[] untyped = [Tx.CreateFutureSuccess(1), Tx.CreateFutureSuccess("x")];

        Future<IReadOnlyList<Outcome<int>>>[] typed =
        [
            Tx.Gather(array), Tx.Gather(array, false), Tx.Gather(array, consumeExceptions: false), Tx.Gather(list),
            Tx.Gather(list, false), Tx.Gather(array.Where(_ => true)), Tx.Gather([array[0], array[1]]),
            Tx.Gather([array[0], array[1]], consumeExceptions: false), Tx.Gather<int>([]), Tx.Gather<int>(),
            Tx.Gather(futures: array), Tx.Gather(new HashSet<Future<int>>(array)),
        ];
        Future<IReadOnlyList<Outcome<object?>>>[] objects =
        [
            Tx.Gather(untyped), Tx.Gather(untyped, false), Tx.Gather(untyped.ToList()), Tx.Gather(),
            Tx.Gather([array[0], Tx.CreateFutureSuccess("x")]), Tx.Gather([untyped[0], array[0]], false),
            Tx.Gather(array.Cast<IFuture>()), Tx.Gather((IEnumerable<IFuture>)array),
        ];

        Assert.Equal([2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 2, 2], typed.Select(it => Texts(it).Count()));
        Assert.Equal([2, 2, 2, 0, 2, 2, 2, 2], objects.Select(it => Texts(it).Count()));
    }

    [Fact]
    public void Array_may_change_after_the_call()
    {
        Future<int>[] array = [Tx.CreateFuture<int>(), Tx.CreateFuture<int>()];
        var (first, second) = (array[0], array[1]);
        var gathered = Tx.Gather(array);

        Array.Clear(array);
        first.Resolve(1);
        second.Resolve(2);

        Assert.Equal(["1", "2"], Texts(gathered));
    }

    [Fact]
    public void Cancel_of_the_gathered_future_cancels_the_arguments()
    {
        var (f, g) = (Tx.CreateFuture<int>(), Tx.CreateFuture<string>());

        Tx.Gather(f, g).Cancel("both");
        Time.RunUntilIdle();

        Assert.True(f.IsCancelled && g.IsCancelled);
    }

    [Fact]
    public void Nulls_and_foreign_futures_are_refused_with_their_position()
    {
        var f = Tx.CreateFuture<int>();

        Assert.Contains("null at position 1", Assert.Throws<ArgumentException>(() => Tx.Gather(f, null!)).Message);
        Assert.Contains("null at position 0", Assert.Throws<ArgumentException>(() => Tx.Gather((IFuture)null!, f)).Message);
        Assert.Contains(
            "Gather was given a ForeignFuture at position 1",
            Assert.Throws<ArgumentException>(() => Tx.Gather(f, new ForeignFuture())).Message);
        Assert.Throws<ArgumentNullException>("futures", () => Tx.Gather((Future<int>[])null!));
        Assert.Throws<ArgumentNullException>("futures", () => Tx.Gather((IFuture[])null!));
        Assert.Throws<ArgumentNullException>("futures", () => Tx.Gather(null!));
    }

    private IEnumerable<string> Texts<T>(Future<IReadOnlyList<Outcome<T>>> gathered)
    {
        IReadOnlyList<Outcome<T>>? value = null;
        gathered.AddCallbacks(it => value = it);
        Time.RunUntilIdle();
        return value!.Select(outcome => outcome.ToString());
    }
}

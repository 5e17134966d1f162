using CsCheck;

namespace Txaio.Actors.Schedules.Tests.Linearizability;

/// <summary>Compares parallel operations with all sequences in which a model can do them.</summary>
internal static class Linearizability
{
    private const int Samples = 1_000;

    /// <summary>
    /// Does operations on several threads, with pauses between the steps of the library. Their results and the state at
    /// the end must be those of the model for one order of the operations.
    /// </summary>
    public static void Check<TActual, TModel>(
        Func<(TActual, TModel)> initial,
        Func<TActual, TModel, bool> equal,
        params GenOperation<TActual, TModel>[] operations)
    {
        TestSystem.Start();
        RandomPauses.During(() => Gen.Const(initial).SampleParallel(
            operations, equal, iter: Samples, threads: 4, maxSequentialOperations: 4));
    }

    /// <summary>An operation on an item, with a number for its result.</summary>
    public static GenOperation<TActual, TModel> Operation<TActual, TModel>(
        string name, Func<TActual, int, object> actual, Func<TModel, int, object> model)
        where TActual : IHasResults
        where TModel : IHasResults => Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[0, 5]).Operation<TActual, TModel>(
            it => $"{name}({it.Item2}) as {it.Item1}",
            (state, it) => state.Results[it.Item1] = actual(state, it.Item2),
            (state, it) => state.Results[it.Item1] = model(state, it.Item2));
}

using Akka.Actor;

namespace Txaio.Actors.RemoteNode;

/// <summary>Many promises in flight at once.</summary>
public static class Squares
{
    /// <summary>Hands <paramref name="count"/> promises to a worker, and checks their values.</summary>
    /// <param name="txaio">Makes the promises.</param>
    /// <param name="count">How many.</param>
    /// <param name="worker">The actor that is told <see cref="SquareFor"/>.</param>
    /// <returns>The result, once each promise has its value.</returns>
    public static async Task<SquaresDone> Of(ITxaio txaio, int count, IActorRef worker)
    {
        var promises = new Future<int>[count];
        for (var i = 0; i < count; i++)
        {
            promises[i] = txaio.CreateFuture<int>();
            worker.Tell(new SquareFor(i, promises[i].Ref));
        }

        var outcomes = await txaio.Gather(promises);
        var wrong = Enumerable.Range(0, count)
            .Where(i => !outcomes[i].IsSuccess || outcomes[i].Value != i * i)
            .ToList();
        return new SquaresDone(
            count - wrong.Count,
            wrong is [var first, ..] ? $"{first}: {outcomes[first].Failure?.Value.Message ?? "a wrong number"}" : null);
    }
}

using Akka.Actor;

namespace Txaio.Actors.RemoteNode;

/// <summary>Keeps many promises pending at the same time.</summary>
public static class Squares
{
    /// <summary>Sends a worker promises of squares, and checks their values.</summary>
    /// <param name="txaio">The API that makes the promises.</param>
    /// <param name="count">The number of promises.</param>
    /// <param name="worker">The actor that gets <see cref="SquareFor"/>.</param>
    /// <returns>The result, when each promise has its value.</returns>
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

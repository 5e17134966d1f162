namespace Txaio.Actors.Futures.Awaiting;

/// <summary>The exception of an awaiter or awaitable that was not made by a future: a default value.</summary>
internal static class NoFuture
{
    public static InvalidOperationException Of(string type) =>
        new($"This {type} is a default value, which belongs to no future. Await a future.");
}

namespace Txaio.Actors;

/// <summary>The rest of an async method that is to go on on the thread pool, which it does when it is executed.</summary>
internal interface IPoolAwait : IThreadPoolWorkItem
{
    /// <summary>
    /// Who goes on behind it, or before it while the batch is still gathered. Its <see cref="AwaitBatch"/>'s alone, and
    /// null outside of one.
    /// </summary>
    ref IPoolAwait? NextInBatch { get; }
}
